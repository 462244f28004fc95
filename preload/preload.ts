import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import type { StateChange, StateSnapshot } from '../shared/app-state.ts';
import type { Bridge } from '../shared/bridge.ts';
import type { ComposeRequest } from '../shared/compose-request.ts';
import { createApi } from '../shared/create-api.ts';
import { ipcChannels } from '../shared/ipc-channels.ts';

/** All that the page gets of the shell: the contract, and the state as it changes, and what was asked for outside. No channel, no event, no path. */
const bridge: Bridge = {
  api: createApi((method, input) => ipcRenderer.invoke(ipcChannels.call, method, input)),
  onState: (listener) => {
    const receive = (_event: IpcRendererEvent, push: StateSnapshot | StateChange) => listener(push);
    ipcRenderer.on(ipcChannels.state, receive);
    // A frame that main refuses hears nothing; that is all it should learn.
    ipcRenderer.invoke(ipcChannels.subscribe).catch(() => undefined);
    return () => {
      ipcRenderer.off(ipcChannels.state, receive);
    };
  },
  onRequest: (listener) => {
    const take = async () => {
      const taken = (await ipcRenderer.invoke(ipcChannels.takeRequests)) as readonly ComposeRequest[];
      for (const request of taken) listener(request);
    };
    const receive = () => void take().catch(() => undefined);
    ipcRenderer.on(ipcChannels.requests, receive);
    receive();
    return () => {
      ipcRenderer.off(ipcChannels.requests, receive);
    };
  },
};

contextBridge.exposeInMainWorld('smtpSetup', bridge);
