using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Finished runs with one damaged file, through every command that reads a run.</summary>
public sealed class FinishedRunFuzzTests(RunCopies copies) : RunFolderFuzz(copies)
{
    private const int Cases = 450;
    private const int ExplainsEvery = 10;
    private const int ImprovesEvery = 40;

    [Fact]
    public void Commands_DamagedFinishedRun_AnswerRightlyOrSaySo()
    {
        Dictionary<string, Answer> whole = Whole(Copies.Finished, probe => probe.Reading(Copies, explains: true, improves: true));
        OnAThread(Cases * Times, number => Case(
            number,
            Copies.Finished,
            (run, _) => RunDamage.Apply(new Mutator((1UL << 32) + (ulong)number), run, Copies.Other),
            probe => probe.Reading(Copies, number % ExplainsEvery == 0, number % ImprovesEvery == 0),
            whole));
    }
}
