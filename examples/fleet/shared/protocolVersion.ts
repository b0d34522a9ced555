import type { MqttClient } from 'mqtt';

/** "Unacceptable protocol version" of MQTT 3.1.1, "Unsupported Protocol Version" of MQTT 5. */
const refusals: readonly unknown[] = [1, 132];

/**
 * Whether the broker refused MQTT 5: then the next attempt is made with 3.1.1, which differs here in one thing. A broker
 * that does not let a user write a topic does not say so.
 */
export function fallsBack(client: MqttClient, error: Error): boolean {
  if (client.options.protocolVersion !== 5) return false;
  if (!('code' in error && refusals.includes(error.code))) return false;
  client.options.protocolVersion = 4;
  return true;
}
