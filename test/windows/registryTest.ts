import { test, type TestContext } from 'node:test';
import { assertAllowed, wantsRegistryTests } from './permission.js';
import type { Skip } from './place.js';

const skip: Skip =
  !wantsRegistryTests &&
  "it changes Outlook's registration: RX_OUTLOOK_TEST_REGISTRY=1 allows that, where no Outlook is installed";

/**
 * Such a test writes what tells Windows where Outlook is, and removes it afterwards. Where that is wanted and
 * yet must not be, it fails and says why.
 */
export function registryTest(
  title: string,
  body: (context: TestContext) => void | Promise<void>,
): void {
  void test(title, { skip, timeout: 90_000 }, (context) => {
    assertAllowed();
    return body(context);
  });
}
