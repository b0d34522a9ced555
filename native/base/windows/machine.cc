#include "base/windows/machine.h"

#include <windows.h>

#include "base/windows/handle.h"

namespace rx_outlook {
namespace {

template <typename Value>
bool ReadAt(HANDLE file, LONG position, Value& value) {
  DWORD read = 0;
  return SetFilePointer(file, position, nullptr, FILE_BEGIN) != INVALID_SET_FILE_POINTER &&
         ReadFile(file, &value, sizeof(value), &read, nullptr) != 0 && read == sizeof(value);
}

}  // namespace

const char* NameOf(Machine machine) {
  switch (machine) {
    case Machine::kX86:
      return "32-bit (x86)";
    case Machine::kX64:
      return "64-bit (x64)";
    case Machine::kArm64:
      return "64-bit (arm64)";
    default:
      return "of an unknown kind";
  }
}

Machine MachineOf(const std::wstring& path) {
  const Handle file(CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE,
                                nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file) return Machine::kUnknown;
  struct {
    DWORD signature;
    WORD machine;
  } header{};
  IMAGE_DOS_HEADER dos{};
  if (!ReadAt(file.get(), 0, dos) || dos.e_magic != IMAGE_DOS_SIGNATURE) return Machine::kUnknown;
  if (!ReadAt(file.get(), dos.e_lfanew, header) || header.signature != IMAGE_NT_SIGNATURE) {
    return Machine::kUnknown;
  }
  switch (header.machine) {
    case IMAGE_FILE_MACHINE_I386:
      return Machine::kX86;
    case IMAGE_FILE_MACHINE_AMD64:
      return Machine::kX64;
    case IMAGE_FILE_MACHINE_ARM64:
      return Machine::kArm64;
    default:
      return Machine::kUnknown;
  }
}

}  // namespace rx_outlook
