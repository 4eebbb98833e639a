using Xmrl.Fixtures;

namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Killed runs with one damaged file, continued.</summary>
public sealed class KilledRunFuzzTests(RunCopies copies) : RunFolderFuzz(copies)
{
    private const int Cases = 300;

    [Fact]
    public void Resume_DamagedKilledRun_EndsAsTheWholeOneOrSaysSo()
    {
        Dictionary<string, Answer>[] whole =
            [.. RunCopies.Stages.Select(stage => Whole(Copies.Killed(stage), static probe => probe.Continuing()))];
        OnAThread(Cases * Times, number => Case(
            number,
            Copies.Killed(RunCopies.Stages[number % whole.Length]),
            (run, _) => RunDamage.Apply(new Mutator((2UL << 32) + (ulong)number), run, Copies.Other),
            static probe => probe.Continuing(),
            whole[number % whole.Length]));
    }
}
