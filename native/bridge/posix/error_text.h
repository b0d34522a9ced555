// The system's text for an errno.
#pragma once

#include <string>

namespace rx_outlook::bridge {

// Any thread. English in every locale: a translation reads the environment, which JavaScript may be
// changing.
std::string ErrorText(int error);

}  // namespace rx_outlook::bridge
