// Checks the backend "automation" against a stand-in for Outlook in another process, of either
// bitness. The argument is the stand-in, OUTLOOK.EXE. Each subject has a file:
// automation_*_test.cc.
#include <cstdio>

#include "automation_fixture.h"
#include "automation_subjects.h"

using namespace rx_outlook::test;

extern "C" int wmain(int argc, wchar_t** argv) {
  if (argc != 2) {
    std::printf("usage: automation_test <the stand-in, OUTLOOK.EXE>\n");
    return 2;
  }
  program = argv[1];
  CheckAbsence();
  {
    StandIn outlook(program);
    CheckStates(outlook);
    CheckContract(outlook);
    CheckHresults(outlook);
    CheckHangs(outlook);
    CheckCosts(outlook);
    CheckRestraint(outlook);
  }
  CheckHungThenEnded();
  CheckDeafWindow();
  CheckEnds();
  CheckWatches();
  return Finish();
}
