using Xmrl.Attention.Learning;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Validation;

namespace Xmrl.Attention.Tests;

public sealed class EcetTests
{
    [Fact]
    public void Validate_Defaults_HaveNoErrors() => new Ecet().Validate().ShouldBeEmpty();

    [Fact]
    public void Validate_TruncatedTrials_AreRefused() => Sentence(new Ecet { Trials = new TrialSettings { Window = 3 } }).ShouldBe(
        "trials.window: expected 0: attention reaches whole trials, and nothing is truncated; found 3");

    [Fact]
    public void Validate_WidthThatHeadsDoNotDivide_IsRefused() => Sentence(new Ecet { Heads = 3 }).ShouldBe(
        "Width: expected a multiple of heads, 3; found 32");

    [Fact]
    public void Validate_TrajectoriesThatTrialsDoNotDivide_AreRefused() => Sentence(new Ecet { Trajectories = 7 }).ShouldBe(
        "Trajectories: expected a multiple of trials.trajectories, 2; found 7");

    private static string Sentence(Ecet settings)
    {
        ValidationError error = settings.Validate().ShouldHaveSingleItem();
        return $"{error.Path}: expected {error.Expected}; found {error.Found}";
    }
}
