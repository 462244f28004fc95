import { join } from 'node:path';
import process from 'node:process';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
} from 'electron';
import { ownScheme } from '../shared/message-link.ts';
import { createApp } from './app.ts';
import { createPageHandler } from './electron/app-protocol.ts';
import { whileAttended } from './electron/attended.ts';
import { chooseCipher } from './electron/choose-cipher.ts';
import { createComposeRequests } from './electron/compose-requests.ts';
import { createElectronPorts, electronStores } from './electron/electron-ports.ts';
import type { HandedOver, Start } from './electron/handed-over.ts';
import { followHosting } from './electron/hosting.ts';
import { shellInfo } from './electron/host-info.ts';
import { serveIpc } from './electron/ipc.ts';
import { followLanguage } from './electron/language.ts';
import { startArguments } from './electron/launch.ts';
import type { Launch } from './electron/launch.ts';
import { followLifecycle } from './electron/lifecycle.ts';
import { followState } from './electron/follow-state.ts';
import { menuTemplate } from './electron/menu.ts';
import { guardNavigation } from './electron/navigation.ts';
import { createNotify } from './electron/notify.ts';
import { createOpenBrowser } from './electron/open-browser.ts';
import { openProfile } from './electron/open-profile.ts';
import { followOverlay } from './electron/overlay.ts';
import { denyPermissions } from './electron/permissions.ts';
import { createSafeStorageCipher } from './electron/safe-storage-cipher.ts';
import { createMayLeave } from './electron/secret-export.ts';
import { createPickFolder } from './electron/pick-folder.ts';
import { followBadge } from './electron/badge.ts';
import { followPower } from './electron/power.ts';
import { followProgress } from './electron/progress.ts';
import { createQuitQuestion, underWay } from './electron/quit-question.ts';
import { answerProxyLogins } from './electron/proxy-login.ts';
import { runShellAgent } from './electron/run-agent.ts';
import { selfTestAndExit } from './electron/self-checks.ts';
import { readSelfTestSandbox } from './electron/self-test-sandbox.ts';
import { createStartAtLogin, ownProgram } from './electron/start-at-login.ts';
import { createSystemFetch } from './electron/system-fetch.ts';
import { followTheme } from './electron/theme.ts';
import { createUpdates } from './electron/updates.ts';
import { readInstalledCopy } from './electron/installed-copy.ts';
import { createTrayIcon, imageOf } from './electron/tray-icon.ts';
import { overlayImage } from './electron/tray-images.ts';
import { createTrayNotice } from './electron/tray-notice.ts';
import { followTray, hasTray } from './electron/tray.ts';
import { createMainWindow, leaveQuestion, windowOptions } from './electron/window.ts';
import { productName, shellWords } from './electron/words.ts';
import type { ShellWords } from './electron/words.ts';
import { windowsKeySaved } from './electron/windows-key-file.ts';
import { createLogFile, profileLogPath } from './log-file.ts';
import { createLog } from './log.ts';
import { nodeClock as clock, nodeRandom as random } from './loopback/node-clock.ts';
import { trustCertificates } from './loopback/node-ports.ts';
import { environmentLogins, withLogins } from './network/environment-proxy.ts';
import { createProxiedFetch } from './network/proxied-fetch.ts';
import { createSystemProxyFor } from './network/proxy-list.ts';
import type { Ports } from './ports.ts';
import { allowsKeyFile } from './profile-policy.ts';
import { createKeyFileCipher, isKeyFileSealed } from './vault/key-file-cipher.ts';
import { hasSealedFiles } from './vault/vault-file.ts';

interface Booted {
  /** Its paths are absolute. */
  readonly launch: Launch;
  /** Absolute; it exists. */
  readonly profileFolder: string;
}

const { platform } = process;
/** EX_NOINPUT of sysexits. */
const noInput = 66;

/**
 * Starts the shell after ready: page, guards, window, and the profile behind them.
 *
 * The window comes before the first use of the key store, so that a question of the Keychain has something to belong to; calls
 * of the page wait until the profile is open.
 *
 * @returns what is done when the app is started once more: it brings the window to the front, with the messages that were asked for
 */
export function boot({ launch, profileFolder }: Booted): (start: Start) => void {
  const given = readSelfTestSandbox(launch.sandbox);
  if ('mistake' in given) {
    process.stderr.write(`${given.mistake}\n`);
    app.exit(noInput);
    return () => undefined;
  }
  const { sandbox } = given;
  const files = app.getAppPath();
  const log = createLog({ write: createLogFile(profileLogPath(profileFolder)), clock });
  const openBrowser = createOpenBrowser({
    ...{ shell, platform, log },
    env: process.env,
    allowLoopbackHttp: !app.isPackaged,
  });
  log('shell-started', { version: app.getVersion() });

  protocol.handle('app', createPageHandler(join(files, 'out', 'renderer')));
  const providers = session.fromPartition('providers', { cache: false });
  for (const guarded of [session.defaultSession, providers]) denyPermissions(guarded);
  guardNavigation({ app, openBrowser, log });
  const checkForUpdates = () => {
    window.show();
    // What comes of it is shown by the window.
    opened.then(
      ({ call }) => call('updateCheck', {}, { origin: 'user' }),
      () => undefined,
    );
  };
  const systemLanguages = () => app.getPreferredSystemLanguages();
  let words: ShellWords;
  const speak = (setting: string): void => {
    words = shellWords(setting, systemLanguages());
    const template = menuTemplate({ platform, packaged: app.isPackaged, words, checkForUpdates });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  speak('');

  const create = () =>
    new BrowserWindow(
      windowOptions({
        preloadPath: join(files, 'out', 'preload', 'preload.cjs'),
        platform,
        packaged: app.isPackaged,
        dark: nativeTheme.shouldUseDarkColors,
      }),
    );
  let beforeWindow = (): void => undefined;
  let whenShown = (): void => undefined;
  const window = createMainWindow({
    create: () => {
      beforeWindow();
      const created = create();
      created.on('show', () => whenShown());
      return created;
    },
    askToLeave: (opened) => {
      const question = leaveQuestion(words);
      const answer = dialog.showMessageBoxSync(opened, question);
      if (answer === question.cancelId) updates.stay();
      return answer;
    },
    clock,
    log,
  });
  // macOS hands no arguments to what it starts at log-in.
  const isAgent =
    launch.mode === 'agent' ||
    (platform === 'darwin' && launch.mode === 'window' && app.getLoginItemSettings().wasOpenedAtLogin);
  const isHost = launch.mode === 'host';
  const isAttended = () => !(isAgent || isHost) || window.opened() !== null;
  let handedAtEnd: HandedOver = { links: [], paths: [] };
  const relaunch = (): void => {
    const args = [...(app.isPackaged ? [] : [files]), ...startArguments(launch, handedAtEnd)];
    app.relaunch({ args, execPath: ownProgram(process.env, process.execPath) });
  };
  const updates = createUpdates({
    ...{ isAttended, log },
    app: { quit: () => app.quit(), relaunch },
    copy: () =>
      readInstalledCopy({ platform, isPackaged: app.isPackaged, resourcesPath: process.resourcesPath }),
  });
  const cipher = createSafeStorageCipher({
    safeStorage,
    platform,
    clock,
    random,
    keySaved: async () => {
      if (platform === 'win32') await windowsKeySaved(join(app.getPath('sessionData'), 'Local State'), clock);
    },
  });
  const policySearch =
    sandbox === null
      ? { policyPath: launch.policy, isDevelopment: !app.isPackaged }
      : { policyPath: sandbox.policyFile, isDevelopment: true };
  const keyFile = () =>
    allowsKeyFile({ ...policySearch, openStore: electronStores(profileFolder) })
      ? createKeyFileCipher({
          path: join(profileFolder, 'vault.key'),
          ...{ random, platform },
          sealedFilesExist: () => hasSealedFiles(profileFolder, isKeyFileSealed),
        })
      : null;
  const logins = environmentLogins(process.env);
  answerProxyLogins(app, logins);
  const proxyFor = withLogins(createSystemProxyFor(providers), logins);
  const createPorts = async (): Promise<Ports> =>
    createElectronPorts({
      profileFolder,
      clock,
      random,
      log,
      cipher: await chooseCipher({ operatingSystem: cipher, platform, keyFile }),
      fetch: createSystemFetch({
        session: providers,
        nodeFetch: createProxiedFetch({ proxyFor, fetch: globalThis.fetch }),
        proxyFor,
      }),
      proxyFor,
      ...whileAttended(isAttended, {
        openBrowser,
        notify: createNotify({
          isSupported: () => Notification.isSupported(),
          create: (options) => new Notification(options),
          isSeen: window.isSeen,
          showWindow: window.show,
          words: () => words,
          log,
        }),
      }),
      systemLanguages,
      pickFolder: createPickFolder({ dialog, window: window.opened }),
      startAtLogin: createStartAtLogin({
        ...{ app, platform, env: process.env, execPath: process.execPath },
        profileFolder: launch.profile === null ? null : profileFolder,
      }),
      updates: updates.port,
    });

  const opened = openProfile({
    profileFolder,
    host: {
      ...shellInfo(platform, app.getVersion()),
      ...(app.commandLine.hasSwitch('no-sandbox') && { withoutSandbox: true }),
    },
    ...policySearch,
    caFile: launch.caFile,
    trustCertificates,
    ...{ createApp, createPorts, platform, clock, random, log },
    // For commands alone nothing is sent that nobody asked for.
    sends: () => !isHost,
  });
  const mayLeave = createMayLeave(
    async (page, question) => {
      const over = BrowserWindow.fromWebContents(page);
      return over ? (await dialog.showMessageBox(over, question)).response : (question.cancelId ?? 0);
    },
    () => words,
  );
  serveIpc({ ipcMain, app: opened, mayLeave, log });
  const openHanded = createComposeRequests({ ipcMain, app: opened, window, log });
  const version = app.getVersion();
  let stopAgent = async (): Promise<void> => undefined;
  const beginAgent = (): void => {
    stopAgent = runShellAgent({ opened, profileFolder, version, clock, log });
  };
  if (launch.mode !== 'self-test' && !isHost) beginAgent();
  const stop = async () => {
    await stopAgent();
    await (await opened).close();
  };
  const notOpened = () => log('profile-not-opened', { code: 'internal' });
  let messagesUnderWay = 0;
  followState(opened, (state) => {
    messagesUnderWay = underWay(state);
  }).catch(notOpened);
  const hosting = isHost
    ? followHosting({
        ...{ opened, beginAgent, clock, log },
        underWay: () => messagesUnderWay,
        isWindowOpen: () => window.opened() !== null,
        // An end in good order, unless there is nothing to end.
        end: (code) => (code === 0 ? app.quit() : app.exit(code)),
      })
    : null;
  if (hosting) {
    // Whoever opens the window of a process that only served commands wants all of the app.
    beforeWindow = () => {
      hosting.begin();
      void app.dock?.show();
    };
  }
  // Before what speaks.
  followLanguage(opened, speak).catch(notOpened);
  const power = followPower({ powerMonitor, app: opened, isOnline: () => net.isOnline(), clock, log });
  const createImage = (dataUrl: string) => nativeImage.createFromDataURL(dataUrl);
  const tray = followTray({
    app: opened,
    isWanted: ({ settings }) =>
      hasTray(platform, process.env) &&
      (isAgent || settings.startAgentAtLogin) &&
      ['window', 'agent'].includes(launch.mode),
    create: () =>
      createTrayIcon({
        createImage,
        createTray: (image) => new Tray(image),
        buildMenu: (template) => Menu.buildFromTemplate(template),
      }),
    open: window.show,
    compose: () => openHanded({ links: [`${ownScheme}:compose`], paths: [] }),
    quit: () => app.quit(),
    words: () => words,
    log,
  });
  const tellOfTray = createTrayNotice(app.getPath('userData'), () => {
    if (Notification.isSupported()) new Notification({ title: productName, body: words.inTray }).show();
  });
  const { takesStart } = followLifecycle({
    ...{ app, platform, window, stop, leave: updates.leave, clock, log },
    // Elsewhere a tray is not sure to be seen, and who closed the window would not find it again.
    staysWithoutWindow: () =>
      isAgent || (hosting?.isServing() ?? false) || (platform === 'win32' && tray.isShown()),
    onHidden: () => {
      if (tray.isShown()) tellOfTray();
    },
    quitQuestion: createQuitQuestion({
      underWay: () => messagesUnderWay,
      words: () => words,
      isAttended: () => !power.isShuttingDown() && isAttended(),
      ask: async (question) => {
        const over = window.opened();
        const { response } = await (over
          ? dialog.showMessageBox(over, question)
          : dialog.showMessageBox(question));
        // Otherwise the next end of the app, whatever it is for, would install.
        if (response === question.cancelId) updates.stay();
        return response;
      },
    }),
  });
  followProgress(opened, window.opened).catch(notOpened);
  followBadge(opened, app).catch(notOpened);
  if (platform === 'win32') {
    const overlay = followOverlay({
      ...{ app: opened, window: window.opened, words: () => words },
      createImage: () => imageOf(overlayImage, createImage),
    });
    whenShown = overlay.showAgain;
    overlay.following.catch(notOpened);
  }
  followTheme(opened, nativeTheme).catch(notOpened);
  if (launch.mode === 'self-test') {
    void selfTestAndExit({
      ...{ create, cipher, profileFolder, opened, clock, platform, out: launch.out, sandbox },
      exit: (code) => app.exit(code),
    });
  } else if (!isAgent && !isHost) {
    window.show();
  }
  return ({ mode, ...handed }) => {
    // The agent that the system starts at log-in finds the profile taken, and is needed all the same.
    if (mode === 'agent') hosting?.stay();
    if (mode !== 'window') return;
    // A window would be gone at once.
    if (takesStart()) handedAtEnd = handed;
    else openHanded(handed);
  };
}
