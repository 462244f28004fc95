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
  accountsNeed: (count) => (count === 1 ? 'Una cuenta le necesita.' : `${count} cuentas le necesitan.`),
  messagesNeed: (count) =>
    count === 1
      ? 'Quizá se envió un mensaje: decida sobre él.'
      : `Quizá se enviaron ${count} mensajes: decida sobre ellos.`,
  problem: 'Algo impide que SMTP Setup funcione.',
  quitQuestion: '¿Salir mientras se envían mensajes?',
  quitText: (count) =>
    count === 1
      ? 'Un mensaje aún no ha salido. Está a salvo y sale tras el próximo inicio.'
      : `${count} mensajes aún no han salido. Están a salvo y salen tras el próximo inicio.`,
  keepSending: 'Seguir enviando',
  quitNow: 'Salir',
  leaveQuestion: '¿Cerrar sin guardar?',
  leaveText: 'Lo que ha escrito y no ha guardado ni enviado se pierde.',
  exportQuestion: '¿Exportar contraseñas y sesiones?',
  exportText:
    'Quien tenga el archivo y su frase de contraseña puede enviar en su nombre. Si no acaba de elegir «Exportar», cancele y avise a su administrador.',
  hostQuestion: (host) => `¿Mostrar el inicio de sesión a ${host}?`,
  hostText:
    'Un token de acceso iría allí cada vez que envíe la cuenta, y quien gestione ese servidor podría enviar en su nombre. Si no acaba de aceptarlo, cancele y avise a su administrador.',
  showSignIn: 'Mostrar',
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
      ? 'Un mensaje de una serie le necesita: mire la bandeja de salida.'
      : `${count} mensajes de una serie le necesitan: mire la bandeja de salida.`,
};
