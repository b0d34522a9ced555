// The stand-in's profiles for whoever has no JavaScript in its process: asked line by line, by the
// names of test/contract/controlServer.ts.
#pragma once

#include "abi/com.h"

namespace rx_outlook::standin {

// Tells the answer, once, on any thread.
using AnswerFunction = void (*)(const char* line);

}  // namespace rx_outlook::standin

extern "C" {

// `line`: a number, a method and its arguments, in UTF-8 with tabs between them. The answer: the
// number, `ok` and JSON, or `error` and a text. One thread at a time.
void __cdecl StandInAsk(const char* line, rx_outlook::standin::AnswerFunction answer) noexcept;

}  // extern "C"
