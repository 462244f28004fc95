import { messageScenes } from '../../helpers/scenes/message-scenes.ts';
import { testScreens } from '../../helpers/screens.ts';

testScreens(messageScenes);
