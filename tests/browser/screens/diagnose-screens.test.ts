import { diagnoseScenes } from '../../helpers/scenes/diagnose-scenes.ts';
import { testScreens } from '../../helpers/screens.ts';

testScreens(diagnoseScenes);
