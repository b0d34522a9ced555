/** Two ends that send each other plain values: a worker's port, a child process, a bridge's host. */
export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}
