// What the binary was built from, for scripts/check-prebuilds.mjs to find in its file.
#include <node_api.h>

// Exported, since nothing that runs refers to it.
extern "C" {
NAPI_MODULE_EXPORT extern const char rx_outlook_sources[];
const char rx_outlook_sources[] = "rx-outlook sources " RX_OUTLOOK_SOURCES;
}
