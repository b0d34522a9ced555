#include "bridge/posix/reached.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

using namespace rx_outlook;
using bridge::Reached;

TEST_CASE("each errno on the way to a server is a reason, or a failure that is told as it is") {
  const std::pair<int, Reached> table[] = {
      {ENOENT, Reached::kNobody},        {ECONNREFUSED, Reached::kNobody},
      {EAGAIN, Reached::kBusy},          {EACCES, Reached::kRefused},
      {EPERM, Reached::kRefused},        {ELOOP, Reached::kRefused},
      {ENOTDIR, Reached::kRefused},      {EMFILE, Reached::kLimit},
      {ENFILE, Reached::kLimit},         {ENOBUFS, Reached::kLimit},
      {ENOMEM, Reached::kLimit},         {EROFS, Reached::kNoPlace},
      {ENAMETOOLONG, Reached::kNoPlace}, {ENOSPC, Reached::kLimit},
      {EDQUOT, Reached::kLimit},
  };
  for (int error = 1; error < 134; ++error) {
    CAPTURE(error);
    const auto* const known = std::find_if(std::begin(table), std::end(table),
                                           [error](auto& one) { return one.first == error; });
    const Reached expected = known == std::end(table) ? Reached::kFailed : known->second;
    errno = error;
    bridge::Reaching reaching;
    CHECK_FALSE(bridge::FailWithErrno(reaching, "cannot"));
    CHECK(reaching.reached == expected);
    CHECK(reaching.text.find("error " + std::to_string(error)) != std::string::npos);
  }
}
