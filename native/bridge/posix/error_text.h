// The system's text for an errno.
#pragma once

#include <string>

namespace rx_outlook::bridge {

// Any thread. In English whatever the locale: a translated text is looked up by way of the
// environment, which JavaScript may be changing.
std::string ErrorText(int error);

}  // namespace rx_outlook::bridge
