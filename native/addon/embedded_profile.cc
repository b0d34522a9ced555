#include "addon/embedded_profile.h"

#include <chrono>
#include <iterator>

#include "addon/arguments.h"
#include "addon/environment.h"
#include "backends/embedded/notifier.h"
#include "backends/embedded/outlook.h"

namespace rx_outlook {
namespace {

using embedded::Notifier;

// Answers a request when its last owner is destroyed. That may happen on any thread, and after the
// environment has closed its queue.
std::shared_ptr<void> AnswerWhenDropped(Napi::Env env, std::uint32_t request) {
  Environment::Of(env).queue()->ExpectAnswers(1);
  return {nullptr, [queue = Environment::Of(env).queue(), request](void*) {
            Record answer{};
            answer.slot = request;
            answer.kind = RecordKind::kAnswer;
            queue->PushAnswer(answer);
          }};
}

embedded::Call CallArgument(const Napi::CallbackInfo& info, std::size_t index) {
  return static_cast<embedded::Call>(NumberArgument(info, index));
}

Napi::Error Refused(Napi::Env env, const char* code, const char* message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", code);
  return error;
}

}  // namespace

Napi::Function EmbeddedProfile::Define(Napi::Env env) {
  return DefineClass(env, "EmbeddedProfile",
                     {
                         InstanceMethod<&EmbeddedProfile::Remove>("remove"),
                         InstanceMethod<&EmbeddedProfile::Name>("name"),
                         InstanceMethod<&EmbeddedProfile::RemoveAccount>("removeAccount"),
                         InstanceMethod<&EmbeddedProfile::RenameAccount>("renameAccount"),
                         InstanceMethod<&EmbeddedProfile::IsHidden>("isHidden"),
                         InstanceMethod<&EmbeddedProfile::Change>("change"),
                         InstanceMethod<&EmbeddedProfile::SetRawState>("setRawState"),
                         InstanceMethod<&EmbeddedProfile::SetCapabilities>("setCapabilities"),
                         InstanceMethod<&EmbeddedProfile::DuringAdvise>("duringAdvise"),
                         InstanceMethod<&EmbeddedProfile::DuringUnadvise>("duringUnadvise"),
                         InstanceMethod<&EmbeddedProfile::NotifyRaw>("notifyRaw"),
                         InstanceMethod<&EmbeddedProfile::FailNext>("failNext"),
                         InstanceMethod<&EmbeddedProfile::HoldNext>("holdNext"),
                         InstanceMethod<&EmbeddedProfile::Release>("release"),
                         InstanceMethod<&EmbeddedProfile::ReleaseAll>("releaseAll"),
                         InstanceMethod<&EmbeddedProfile::StartFlood>("startFlood"),
                         InstanceMethod<&EmbeddedProfile::StopFlood>("stopFlood"),
                         InstanceMethod<&EmbeddedProfile::Counters>("counters"),
                     });
}

EmbeddedProfile::EmbeddedProfile(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<EmbeddedProfile>(info) {
  if (info[3].IsObject()) {
    profile_ = Unwrap(info[3].As<Napi::Object>())
                   ->profile_->AddAccount(TextArgument(info, 0),
                                          static_cast<AccountType>(NumberArgument(info, 4)));
    if (!profile_) throw Refused(info.Env(), "ENOENT", "the profile has been removed");
    return;
  }
  auto group = info[2].IsObject() ? Unwrap(info[2].As<Napi::Object>())->profile_->group()
                                  : std::make_shared<embedded::Faults>();
  profile_ =
      embedded::CreateProfile(TextArgument(info, 0), std::move(group), Realms::Argument(info, 1));
  if (!profile_) throw Refused(info.Env(), "EEXIST", "a profile of this name exists already");
}

void EmbeddedProfile::Remove(const Napi::CallbackInfo&) { embedded::RemoveProfile(profile_); }

Napi::Value EmbeddedProfile::Name(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), profile_->name());
}

void EmbeddedProfile::RemoveAccount(const Napi::CallbackInfo& info) {
  profile_->RemoveAccount(TextArgument(info, 0));
}

Napi::Value EmbeddedProfile::RenameAccount(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(),
                           profile_->RenameAccount(TextArgument(info, 0), TextArgument(info, 1)));
}

Napi::Value EmbeddedProfile::IsHidden(const Napi::CallbackInfo& info) {
  const auto known = embedded::FindProfile(profile_->name(), Realms::Argument(info, 0));
  return Napi::Boolean::New(info.Env(), known && known != profile_);
}

void EmbeddedProfile::Change(const Napi::CallbackInfo& info) {
  const auto delays = info[1].As<Napi::Array>();
  const auto states = info[2].As<Napi::Array>();
  const std::shared_ptr<void> done = AnswerWhenDropped(info.Env(), NumberArgument(info, 0));
  const auto start = Notifier::Clock::now();
  for (std::uint32_t i = 0; i < delays.Length(); ++i) {
    const std::chrono::duration<double, std::milli> delay(delays.Get(i).ToNumber().DoubleValue());
    profile_->ChangeAt(start + std::chrono::duration_cast<Notifier::Clock::duration>(delay),
                       states.Get(i).ToNumber().Uint32Value(), done);
  }
}

void EmbeddedProfile::SetRawState(const Napi::CallbackInfo& info) {
  profile_->SetRawState(NumberArgument(info, 0));
}

void EmbeddedProfile::SetCapabilities(const Napi::CallbackInfo& info) {
  profile_->SetCapabilities(NumberArgument(info, 0));
}

void EmbeddedProfile::DuringAdvise(const Napi::CallbackInfo& info) {
  profile_->DuringAdvise(NumberArgument(info, 0));
}

void EmbeddedProfile::DuringUnadvise(const Napi::CallbackInfo& info) {
  profile_->DuringUnadvise(NumberArgument(info, 0));
}

void EmbeddedProfile::NotifyRaw(const Napi::CallbackInfo& info) {
  MAPIOFFLINE_NOTIFY notification{};
  notification.NotifyType = static_cast<MAPIOFFLINE_NOTIFY_TYPE>(NumberArgument(info, 1));
  notification.Info.StateChange.ulMask = NumberArgument(info, 2);
  notification.Info.StateChange.ulStateOld = NumberArgument(info, 3);
  notification.Info.StateChange.ulStateNew = NumberArgument(info, 4);
  notification.ulSize = NumberArgument(info, 5);
  Notifier::Instance().Post(Notifier::Clock::now(), profile_.get(),
                            [profile = profile_, notification,
                             done = AnswerWhenDropped(info.Env(), NumberArgument(info, 0))] {
                              profile->NotifyAll(notification);
                            });
}

embedded::Faults& EmbeddedProfile::FaultsArgument(const Napi::CallbackInfo& info) {
  return info[0].ToBoolean() ? *profile_->group() : profile_->faults();
}

void EmbeddedProfile::FailNext(const Napi::CallbackInfo& info) {
  FaultsArgument(info).FailNext(CallArgument(info, 1), info[2].ToNumber().Int32Value());
}

Napi::Value EmbeddedProfile::HoldNext(const Napi::CallbackInfo& info) {
  const std::size_t hold = FaultsArgument(info).HoldNext(
      CallArgument(info, 1), [done = AnswerWhenDropped(info.Env(), NumberArgument(info, 2))] {});
  return Napi::Number::New(info.Env(), static_cast<double>(hold));
}

void EmbeddedProfile::Release(const Napi::CallbackInfo& info) {
  FaultsArgument(info).Release(CallArgument(info, 1), NumberArgument(info, 2));
}

void EmbeddedProfile::ReleaseAll(const Napi::CallbackInfo& info) {
  FaultsArgument(info).ReleaseAll();
}

void EmbeddedProfile::StartFlood(const Napi::CallbackInfo& info) {
  const std::uint32_t request = NumberArgument(info, 0);
  const auto changes = static_cast<std::uint64_t>(info[1].ToNumber().Int64Value());
  for (auto flood = floods_.begin(); flood != floods_.end();) {
    flood = flood->second.expired() ? floods_.erase(flood) : std::next(flood);
  }
  const auto queue = Environment::Of(info.Env()).queue();
  queue->ExpectAnswers(1);
  floods_[request] = embedded::Flood::Start(profile_, changes, NumberArgument(info, 2),
                                            [queue, request](std::uint64_t made) {
                                              Record answer{};
                                              answer.slot = request;
                                              answer.kind = RecordKind::kAnswer;
                                              answer.timestamp = static_cast<double>(made);
                                              queue->PushAnswer(answer);
                                            });
}

void EmbeddedProfile::StopFlood(const Napi::CallbackInfo& info) {
  const auto found = floods_.find(NumberArgument(info, 0));
  if (found == floods_.end()) return;
  if (const auto flood = found->second.lock()) flood->Stop();
  floods_.erase(found);
}

Napi::Value EmbeddedProfile::Counters(const Napi::CallbackInfo& info) {
  const embedded::Counters counters = profile_->counters();
  const Napi::Object result = Napi::Object::New(info.Env());
  result.Set("advises", static_cast<double>(counters.advises));
  result.Set("unadvises", static_cast<double>(counters.unadvises));
  result.Set("registrations", static_cast<double>(counters.registrations));
  result.Set("references", static_cast<double>(counters.references));
  result.Set("callingThreads", static_cast<double>(counters.calling_threads));
  return result;
}

}  // namespace rx_outlook
