// The backend "automation": the state of a running classic Outlook and of its accounts, read by COM
// automation from any process of the user, with nothing installed in Outlook. It polls, and never
// starts Outlook. Windows only, like network_watch, object_model, outlook_process, power_watch and
// window_probe.
#pragma once

#include <memory>

#include "backends/automation/source.h"
#include "seam/seam.h"

namespace rx_outlook::automation {

extern const Backend kBackend;

// The source of the process's one reader.
std::shared_ptr<Source> RunningOutlook();

}  // namespace rx_outlook::automation
