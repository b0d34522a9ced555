#include "core/open_objects.h"

#include <new>
#include <utility>

namespace rx_outlook {
namespace {

using Question = IAnswersLater::Question;

HRESULT Call(IMAPIOfflineMgr& object, Question question, ULONG state, ULONG& value) {
  switch (question) {
    case Question::kGetCapabilities:
      return object.GetCapabilities(&value);
    case Question::kGetCurrentState:
      return object.GetCurrentState(&value);
    case Question::kSetCurrentState:
      // Never FLAG_BLOCK: from inside a Notify it deadlocks, and it would hold every other call.
      return object.SetCurrentState(MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_OFFLINE_MASK, state,
                                    nullptr);
    case Question::kClose:
      break;  // the last reference closes it
  }
  return S_OK;
}

}  // namespace

void OpenObjects::Access::Add(BackendThread&, ObjectNumber number, ComPtr<IMAPIOfflineMgr> object) {
  ComPtr<IAnswersLater> later;
  object->QueryInterface(IID_IAnswersLater, reinterpret_cast<void**>(later.Put()));
  objects_->objects_.emplace(number, OpenObject{std::move(object), std::move(later)});
}

ComPtr<IMAPIOfflineMgr> OpenObjects::Access::Find(ObjectNumber number) const {
  const auto found = objects_->objects_.find(number);
  return found == objects_->objects_.end() ? ComPtr<IMAPIOfflineMgr>() : found->second.object;
}

bool OpenObjects::Access::AskLater(const Query& query) {
  const auto found = objects_->objects_.find(query.number);
  if (found == objects_->objects_.end() || !found->second.later) return false;
  const auto& answers = objects_->answers_;
  if (query.mark != 0) answers->Say(query.mark, S_OK);
  try {
    found->second.later->Ask(query.question, query.state,
                             [answers, request = query.request](HRESULT hr, ULONG value) {
                               answers->Say(request, hr, value);
                             });
  } catch (const std::bad_alloc&) {
    answers->Say(query.request, E_OUTOFMEMORY);
  }
  return true;
}

void OpenObjects::Access::AskNow(BackendThread&, const Query& query) {
  const ComPtr<IMAPIOfflineMgr> object = Find(query.number);
  Answers& answers = *objects_->answers_;
  if (query.mark != 0) answers.Say(query.mark, S_OK);
  if (!object) return answers.Say(query.request, E_INVALIDARG);
  ULONG value = 0;
  const HRESULT hr = Call(*object, query.question, query.state, value);
  answers.Say(query.request, hr, value);
}

void OpenObjects::Access::Close(BackendThread&, RequestNumber request, ObjectNumber number) {
  const auto& answers = objects_->answers_;
  auto closed = objects_->objects_.extract(number);
  if (closed && closed.mapped().later) {
    try {
      return closed.mapped().later->Ask(
          Question::kClose, 0, [answers, request](HRESULT, ULONG) { answers->Say(request, S_OK); });
    } catch (const std::bad_alloc&) {
      closed = {};  // the release closes it, and nothing waits for that
    }
  }
  closed = {};  // released by the time that it is answered
  answers->Say(request, S_OK);
}

}  // namespace rx_outlook
