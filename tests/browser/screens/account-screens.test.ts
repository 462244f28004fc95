import { accountScenes } from '../../helpers/scenes/account-scenes.ts';
import { testScreens } from '../../helpers/screens.ts';

testScreens(accountScenes);
