// The processor that a program or DLL is built for. Any thread; no lock.
#pragma once

#include <string>

namespace rx_outlook {

enum class Machine { kUnknown, kX86, kX64, kArm64 };
#if defined(_M_ARM64) || defined(__aarch64__)
inline constexpr Machine kOwnMachine = Machine::kArm64;
#elif defined(_WIN64)
inline constexpr Machine kOwnMachine = Machine::kX64;
#else
inline constexpr Machine kOwnMachine = Machine::kX86;
#endif
const char* NameOf(Machine machine);
Machine MachineOf(const std::wstring& path);  // reads the file's header

}  // namespace rx_outlook
