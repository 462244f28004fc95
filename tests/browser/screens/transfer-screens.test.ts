import { transferScenes } from '../../helpers/scenes/transfer-scenes.ts';
import { testScreens } from '../../helpers/screens.ts';

testScreens(transferScenes);
