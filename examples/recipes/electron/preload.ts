// In the preload script: contextBridge.exposeInMainWorld('rxOutlook', connectionStatesOver(ipcRenderer)).
import { channels, type ConnectionStates, type IpcRendererLike, type State } from './protocol.js';

/** Functions and strings only: the context bridge carries no others, an Observable for instance. */
export function connectionStatesOver(ipcRenderer: IpcRendererLike): ConnectionStates {
  const watchers = new Map<unknown, (state: State) => void>();
  let last = 0;
  ipcRenderer.on(channels.state, (_event, id, state) => {
    // A message that was under way when the page stopped watching has no receiver.
    watchers.get(id)?.(state as State);
  });
  ipcRenderer.send(channels.begin);
  return {
    watch(account, told) {
      const id = ++last;
      watchers.set(id, told);
      ipcRenderer.send(channels.watch, id, account);
      return () => {
        if (watchers.delete(id)) ipcRenderer.send(channels.leave, id);
      };
    },
  };
}
