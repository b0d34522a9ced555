#include "addon/windows.h"

#include <string>

#include "addon/arguments.h"
#include "base/windows/machine.h"
#include "base/windows/registry.h"
#include "base/windows/text.h"
#include "outlook/addin_identity.h"
#include "outlook/addin_registration.h"
#include "outlook/installation.h"
#include "outlook/processes.h"

namespace rx_outlook {
namespace {

Napi::String Text(Napi::Env env, const std::wstring& text) {
  return Napi::String::New(env, reinterpret_cast<const char16_t*>(text.data()), text.size());
}

std::wstring WideArgument(const Napi::CallbackInfo& info, std::size_t index) {
  const std::u16string text = TextArgument(info, index);
  return {text.begin(), text.end()};
}

outlook::Bitness BitnessArgument(const Napi::CallbackInfo& info, std::size_t index) {
  return NameArgument(info, index) == "x86" ? outlook::Bitness::kX86 : outlook::Bitness::kX64;
}

const char* MachineName(const std::wstring& path) {
  switch (MachineOf(path)) {
    case Machine::kX86:
      return "x86";
    case Machine::kX64:
      return "x64";
    case Machine::kArm64:
      return "arm64";
    default:
      return "unknown";
  }
}

void ThrowIfFailed(Napi::Env env, HRESULT hr) {
  if (SUCCEEDED(hr)) return;
  throw Napi::Error::New(env, ErrorText(static_cast<DWORD>(hr)));
}

// (bitness, dll) -> [{ key, name, value }], of HKEY_CURRENT_USER
Napi::Value AddinValues(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Napi::Array result = Napi::Array::New(env);
  for (const auto& value : outlook::ValuesOf(BitnessArgument(info, 0), WideArgument(info, 1))) {
    const Napi::Object one = Napi::Object::New(env);
    one.Set("key", Text(env, value.key));
    one.Set("name", Text(env, value.name));
    if (value.text.empty()) {
      one.Set("value", value.number);
    } else {
      one.Set("value", Text(env, value.text));
    }
    result.Set(result.Length(), one);
  }
  return result;
}

void RegisterAddin(const Napi::CallbackInfo& info) {  // (bitness, dll)
  ThrowIfFailed(info.Env(), outlook::Register(BitnessArgument(info, 0), WideArgument(info, 1)));
}

Napi::Value UnregisterAddin(const Napi::CallbackInfo& info) {  // (bitness) -> whether it was there
  const HRESULT hr = outlook::Unregister(BitnessArgument(info, 0));
  ThrowIfFailed(info.Env(), hr);
  return Napi::Boolean::New(info.Env(), hr == S_OK);
}

std::wstring Expanded(const std::wstring& text) {
  const DWORD size = ExpandEnvironmentStringsW(text.c_str(), nullptr, 0);
  std::wstring expanded(size, L'\0');
  const DWORD filled = ExpandEnvironmentStringsW(text.c_str(), expanded.data(), size);
  if (filled == 0 || filled > size) return text;  // the environment changed between the two calls
  expanded.resize(filled - 1);
  return expanded;
}

Napi::Value DataValue(Napi::Env env, const RegistryData& data) {
  const auto* const bytes = data.bytes.data();
  const std::size_t size = data.bytes.size();
  if (data.type == REG_DWORD && size == sizeof(DWORD)) {
    DWORD number = 0;
    std::copy_n(bytes, size, reinterpret_cast<BYTE*>(&number));
    return Napi::Number::New(env, number);
  }
  if (data.type == REG_SZ || data.type == REG_EXPAND_SZ) {
    std::wstring text(size / sizeof(wchar_t), L'\0');
    std::copy_n(bytes, text.size() * sizeof(wchar_t), reinterpret_cast<BYTE*>(text.data()));
    text.resize(std::min(text.size(), text.find(L'\0')));
    return Text(env, data.type == REG_EXPAND_SZ ? Expanded(text) : text);
  }
  const auto copy = Napi::Buffer<BYTE>::Copy(env, bytes, size);
  return {env, copy};
}

// (root, path, view) -> { values: { name: string | number | Buffer }, keys: [name] }, or undefined
Napi::Value ReadKey(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const HKEY root = NameArgument(info, 0) == "HKLM" ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER;
  const REGSAM view = NumberArgument(info, 2) == 32 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY;
  const RegistryKey key(root, WideArgument(info, 1).c_str(), view);
  if (!key.exists()) return env.Undefined();
  const Napi::Object values = Napi::Object::New(env);
  for (const auto& data : key.Values()) values.Set(Text(env, data.name), DataValue(env, data));
  std::vector<std::wstring> names;
  key.ListSubkeys(names);  // those that can be read
  const Napi::Array keys = Napi::Array::New(env);
  for (const std::wstring& name : names) keys.Set(keys.Length(), Text(env, name));
  const Napi::Object result = Napi::Object::New(env);
  result.Set("values", values);
  result.Set("keys", keys);
  return result;
}

Napi::Value Processes(const Napi::CallbackInfo& info) {  // (name) -> processes of this session
  const Napi::Env env = info.Env();
  const Napi::Array result = Napi::Array::New(env);
  const DWORD session = outlook::OwnSession();
  for (const auto& process : outlook::ProcessesCalled(WideArgument(info, 0).c_str())) {
    if (process.session != session) continue;
    const Napi::Object one = Napi::Object::New(env);
    one.Set("id", process.id);
    one.Set("path", Text(env, process.path));
    one.Set("isElevated", process.is_elevated);
    result.Set(result.Length(), one);
  }
  return result;
}

Napi::Value MachineOf(const Napi::CallbackInfo& info) {  // (path)
  return Napi::String::New(info.Env(), MachineName(WideArgument(info, 0)));
}

Napi::Value IsElevated(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), outlook::IsElevated(GetCurrentProcess()));
}

// () -> the paths of the MAPI DLLs of the installed Outlooks
Napi::Value OutlookDlls(const Napi::CallbackInfo& info) {
  const Napi::Array result = Napi::Array::New(info.Env());
  for (const auto way : outlook::kWaysToInstalledDll) {
    for (const std::wstring& path : way()) result.Set(result.Length(), Text(info.Env(), path));
    if (result.Length() > 0) break;
  }
  return result;
}

Napi::Value IsNewOutlookInstalled(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), outlook::IsNewOutlookInstalled());
}

}  // namespace

Napi::Object WindowsValue(Napi::Env env) {
  const Napi::Object result = Napi::Object::New(env);
  result.Set("progId", Text(env, outlook::kProgId));
  result.Set("classId", Text(env, outlook::kClsidText));
  result.Set("dllName", Text(env, outlook::kDllName));
  result.Set("is64Bit", outlook::IsWindows64());
  result.Set("addinValues", Napi::Function::New<AddinValues>(env));
  result.Set("registerAddin", Napi::Function::New<RegisterAddin>(env));
  result.Set("unregisterAddin", Napi::Function::New<UnregisterAddin>(env));
  result.Set("readKey", Napi::Function::New<ReadKey>(env));
  result.Set("processes", Napi::Function::New<Processes>(env));
  result.Set("machineOf", Napi::Function::New<MachineOf>(env));
  result.Set("isElevated", Napi::Function::New<IsElevated>(env));
  result.Set("outlookDlls", Napi::Function::New<OutlookDlls>(env));
  result.Set("isNewOutlookInstalled", Napi::Function::New<IsNewOutlookInstalled>(env));
  return result;
}

}  // namespace rx_outlook
