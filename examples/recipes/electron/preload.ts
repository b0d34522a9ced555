// In the preload script: contextBridge.exposeInMainWorld('rxOutlook', connectionStatesOver(ipcRenderer)).
import { channels, type ConnectionStates, type IpcRendererLike, type State } from './protocol.js';

/** Functions and strings alone, for more does not get through the context bridge: an Observable does not. */
export function connectionStatesOver(ipcRenderer: IpcRendererLike): ConnectionStates {
  const watchers = new Map<unknown, (state: State) => void>();
  let last = 0;
  ipcRenderer.on(channels.state, (_event, id, state) => {
    // What was on its way when the page left finds nobody.
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
