import type { whichAccount as english } from '../en/which-account.ts';
import type { Translation } from '../translation.ts';

export const whichAccount: Translation<typeof english> = {
  title: '¿Qué cuenta?',
  intro:
    'Indique en orden los registros de un mensaje para ver qué cuenta lo enviaría. No se envía ni se cambia nada.',
  incomplete: 'El registro {{number}} está incompleto y por eso no se busca.',
  result: 'Resultado',
  byKey: 'Envía, porque su clave {{key}} es la primera que coincide.',
  byDefault: 'Envía, porque ninguna clave coincide y es la cuenta predeterminada.',
  wouldWait: 'Lo que envía esperaría hasta que se resuelva esto:',
  refused: 'El mensaje se rechazaría y no se enviaría nada.',
  show: 'Mostrar cuenta',
  tried: 'Se buscó, en este orden',
  columns: {
    order: 'Orden',
    key: 'Clave',
    account: 'Cuenta',
  },
  noMatch: 'Ninguna cuenta tiene esta clave.',
  reasons: {
    winner: 'envía.',
    'later-record': 'también serviría, pero su registro viene después.',
    'higher-id':
      'también serviría, pero otra cuenta del mismo registro tiene el ID de servidor de correo más bajo.',
    disabled: 'tiene esta clave, pero está desactivada.',
  },
  otherwiseDefault: 'Si ninguna clave coincide, envía la cuenta predeterminada: cuenta {{id}}, {{user}}.',
  otherwiseRefused: 'Si ninguna clave coincide, no se envía nada: no hay cuenta predeterminada.',
  useInCompose: 'Usar al redactar',
};
