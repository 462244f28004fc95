import { windowScenes } from '../../helpers/scenes/window-scenes.ts';
import { testScreens } from '../../helpers/screens.ts';

testScreens(windowScenes);
