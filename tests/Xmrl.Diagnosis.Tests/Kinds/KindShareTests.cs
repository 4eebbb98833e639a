using Xmrl.Diagnosis.Kinds;

namespace Xmrl.Diagnosis.Tests.Kinds;

public sealed class KindShareTests
{
    private static readonly int[] s_known = [0, 0, 0, 0, -1, -1, -1, -1, -1, -1];

    [Fact]
    public void Corrected_NeighboursThatAreAlwaysRight_CountsTheTrainingTasks()
    {
        KindShare.Coherence(s_known, s_known, 0).ShouldBe(1);
        KindShare.Corrected([0, -1, -1, -1], s_known, s_known, 0).ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void Corrected_NeighboursThatMissHalfOfTheKind_CountsTwiceAsMany()
    {
        int[] guessed = [0, 0, -1, -1, -1, -1, -1, -1, -1, -1];
        KindShare.Coherence(guessed, s_known, 0).ShouldBe(0.5);
        KindShare.Corrected([0, -1, -1, -1], guessed, s_known, 0).ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void Corrected_ScatteredTasks_HaveTheShareOfTheValidationTasks()
    {
        int[] guessed = [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1];
        KindShare.Coherence(guessed, s_known, 0).ShouldBe(0);
        KindShare.Corrected([-1, -1], guessed, s_known, 0).ShouldBe(0.4, 1e-12);
    }

    [Fact]
    public void Corrected_StaysAShare()
    {
        int[] guessed = [0, 0, 0, 0, 0, -1, -1, -1, -1, -1];
        KindShare.Corrected([-1, -1], guessed, s_known, 0).ShouldBe(0);
        KindShare.Corrected([0, 0], guessed, s_known, 0).ShouldBe(1);
    }
}
