import { settingsScenes } from '../../helpers/scenes/settings-scenes.ts';
import { testScreens } from '../../helpers/screens.ts';

testScreens(settingsScenes);
