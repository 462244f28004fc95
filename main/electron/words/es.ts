import type { ShellWords } from '../words.ts';

/** What the shell says in Spanish. */
export const spanish: ShellWords = {
  crashed:
    'SMTP Setup tiene que cerrarse. Los mensajes que estaban en camino están a salvo y salen tras el próximo inicio.',
  fileMenu: 'Archivo',
  editMenu: 'Edición',
  viewMenu: 'Ver',
  windowMenu: 'Ventana',
  helpMenu: 'Ayuda',
  checkForUpdates: 'Buscar actualizaciones…',
  about: 'Acerca de SMTP Setup',
  services: 'Servicios',
  hide: 'Ocultar SMTP Setup',
  hideOthers: 'Ocultar otros',
  showAll: 'Mostrar todo',
  quit: 'Salir de SMTP Setup',
  exit: 'Salir',
  close: 'Cerrar ventana',
  undo: 'Deshacer',
  redo: 'Rehacer',
  cut: 'Cortar',
  copy: 'Copiar',
  paste: 'Pegar',
  delete: 'Eliminar',
  selectAll: 'Seleccionar todo',
  actualSize: 'Tamaño real',
  zoomIn: 'Ampliar',
  zoomOut: 'Reducir',
  fullScreen: 'Pantalla completa',
  minimize: 'Minimizar',
  zoom: 'Zoom de ventana',
  front: 'Traer todo al frente',
  newMessage: 'Mensaje nuevo',
  open: 'Abrir SMTP Setup',
  inTray: 'SMTP Setup sigue enviando. Lo encontrará en el área de notificación de la barra de tareas.',
  allReady: 'Todo está listo.',
  sending: (count) => (count === 1 ? 'Se está enviando un mensaje.' : `Se están enviando ${count} mensajes.`),
  accountsNeed: (count) =>
    count === 1 ? 'Una cuenta requiere su atención.' : `${count} cuentas requieren su atención.`,
  messagesNeed: (count) =>
    count === 1
      ? 'Quizá se envió un mensaje: decida qué hacer.'
      : `Quizá se enviaron ${count} mensajes: decida qué hacer.`,
  problem: 'SMTP Setup no puede funcionar correctamente.',
  quitQuestion: '¿Salir mientras se envían mensajes?',
  quitText: (count) =>
    count === 1
      ? 'Un mensaje aún no ha salido. Está a salvo y saldrá tras el próximo inicio.'
      : `${count} mensajes aún no han salido. Están a salvo y saldrán tras el próximo inicio.`,
  keepSending: 'Seguir enviando',
  quitNow: 'Salir',
  leaveQuestion: '¿Cerrar sin guardar?',
  leaveText: 'Lo que ha escrito y no ha guardado ni enviado se pierde.',
  exportQuestion: '¿Exportar contraseñas y sesiones?',
  exportText:
    'Quien tenga el archivo y su frase de contraseña puede enviar en su nombre. Si no acaba de elegir «Exportar», cancele y avise a su administrador.',
  hostQuestion: (host) => `¿Transmitir la sesión a ${host}?`,
  hostText:
    'Se le transmitiría un token de acceso cada vez que envíe la cuenta, y quien gestione ese servidor podría enviar en nombre de usted. Si no acaba de aceptarlo, cancele y avise a su administrador.',
  showSignIn: 'Transmitir',
  keepSecrets: 'Cancelar',
  exportSecrets: 'Exportar con secretos',
  stay: 'Seguir editando',
  leave: 'Cerrar',
  'sign-in-needed': (count) =>
    count === 1 ? 'Un mensaje espera a que inicie sesión.' : `${count} mensajes esperan a que inicie sesión.`,
  'sign-ins-ended': (count) =>
    count === 1
      ? 'Ha terminado una sesión: inicie sesión de nuevo antes de que haya que enviar algo.'
      : `Han terminado ${count} sesiones: inicie sesión de nuevo antes de que haya que enviar algo.`,
  'batch-finished': (count) => (count === 1 ? 'Se envió un mensaje.' : `Se enviaron ${count} mensajes.`),
  'batch-needs-person': (count) =>
    count === 1
      ? 'Un mensaje de una serie requiere su atención: mire la bandeja de salida.'
      : `${count} mensajes de una serie requieren su atención: mire la bandeja de salida.`,
};
