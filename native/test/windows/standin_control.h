// Controls the stand-in's profiles in a process without JavaScript, one request a line, with the
// names of test/contract/controlServer.ts.
#pragma once

#include "abi/com.h"

namespace rx_outlook::standin {

// Receives the answer, once, on any thread.
using AnswerFunction = void (*)(const char* line);

}  // namespace rx_outlook::standin

extern "C" {

// `line`: a number, a method and its arguments, in UTF-8, separated by tabs. The answer: the
// number, then `ok` and JSON, or `error` and a text. One thread at a time; no lock.
void __cdecl StandInAsk(const char* line, rx_outlook::standin::AnswerFunction answer) noexcept;

}  // extern "C"
