// The functions of the addon that ask a session: registrations, offline objects and their profiles.
#pragma once

#include <napi.h>

namespace rx_outlook {

// Adds the functions to the exports. Each runs on the environment's JavaScript thread, posts its
// work to the dispatcher and does not wait for the work; it takes no lock of its own.
void DefineSessionFunctions(Napi::Env env, Napi::Object exports);

}  // namespace rx_outlook
