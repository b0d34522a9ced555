// Checks rx-outlook.node in programs that have Node-API in a DLL, in part, or not at all. This
// program has none, and loads DLLs that imitate Node's. The argument is the binary.
#include <windows.h>

#include <string>

#include "tally.h"

using namespace rx_outlook::test;

namespace {

constexpr char kLeftOut[] = "napi_create_threadsafe_function";  // left out by CMakeLists.txt

std::wstring binary;
std::wstring folder;

template <typename Function>
Function* Lookup(HMODULE dll, const char* name) {
  const auto found = reinterpret_cast<void (*)()>(GetProcAddress(dll, name));
  Check(found != nullptr, std::string(name) + " is exported");
  return reinterpret_cast<Function*>(found);
}

class Fake {
 public:
  explicit Fake(const wchar_t* path) : dll_(LoadLibraryW((folder + path).c_str())) {
    if (!Check(dll_ != nullptr, "the fake DLL loads")) return;
    calls_ = Lookup<int()>(dll_, "FakeCalls");
    thrown_ = Lookup<const char*()>(dll_, "FakeThrown");
  }

  [[nodiscard]] bool loaded() const { return calls_ != nullptr && thrown_ != nullptr; }
  [[nodiscard]] int calls() const { return calls_(); }
  [[nodiscard]] std::string thrown() const { return thrown_(); }

  [[nodiscard]] std::string path() const {
    char path[MAX_PATH];
    return {path, GetModuleFileNameA(dll_, path, MAX_PATH)};
  }

  // Not in a destructor: a binary that has found Node-API here continues to use it.
  void Unload() { Check(FreeLibrary(dll_) != FALSE, "the fake DLL is unloaded"); }

 private:
  HMODULE dll_;
  int (*calls_)() = nullptr;
  const char* (*thrown_)() = nullptr;
};

// Loads a copy of the binary, because each searches for Node-API only once, and calls its entry.
bool RunBinary(const wchar_t* name) {
  const std::wstring copy = folder + name;
  if (!Check(CopyFileW(binary.c_str(), copy.c_str(), FALSE) != FALSE, "the binary is copied")) {
    return false;
  }
  const HMODULE dll = LoadLibraryW(copy.c_str());
  if (!Check(dll != nullptr, "the binary loads")) return false;
  auto* const entry = Lookup<void*(void* env, void* exports)>(dll, "napi_register_module_v1");
  if (entry == nullptr) return false;
  int exports = 0;
  entry(nullptr, &exports);
  return Check(true, "its entry returns");
}

void TestNone() { RunBinary(L"none.node"); }

void TestLacking() {
  Fake fake(L"lacking\\libnode.dll");
  if (!fake.loaded() || !RunBinary(L"lacking.node")) return;
  const std::string said = fake.thrown();
  const auto says = [&said](const std::string& what) {
    const bool has = said.find(what) != std::string::npos;
    Check(has, "the message has '" + what + "'" + (has ? "" : ": " + said));
  };
  says(fake.path() + " has no function " + kLeftOut + ",");
  says("it needs Node-API 9;");
  Check(fake.calls() == 1, "only the function that throws the error was called");
  fake.Unload();
}

void TestDlls() {
  const Fake second(L"whole\\node.dll");
  if (!second.loaded() || !RunBinary(L"second.node")) return;
  Check(second.thrown().empty(), "nothing is thrown: " + second.thrown());
  const int calls = second.calls();
  Check(calls > 50, "Node-API is found in node.dll: " + std::to_string(calls) + " calls");

  const Fake first(L"whole\\libnode.dll");
  if (!first.loaded() || !RunBinary(L"first.node")) return;
  Check(first.thrown().empty(), "nothing is thrown: " + first.thrown());
  Check(first.calls() == calls, "Node-API is found in libnode.dll, with as many calls");
  Check(second.calls() == calls, "node.dll is not called beside libnode.dll");
}

}  // namespace

extern "C" int wmain(int argc, wchar_t** argv) {
  if (argc != 2) {
    std::printf("usage: node_api_host_test <rx-outlook.node>\n");
    return 2;
  }
  binary = argv[1];
  wchar_t program[MAX_PATH];
  folder.assign(program, GetModuleFileNameW(nullptr, program, MAX_PATH));
  folder.resize(folder.rfind(L'\\') + 1);
  folder += L"node_api\\";
  TestNone();
  TestLacking();
  TestDlls();
  return Finish();
}
