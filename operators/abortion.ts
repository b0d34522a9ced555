export { abortionOf, checkSignal } from '../lib/signals.js';
