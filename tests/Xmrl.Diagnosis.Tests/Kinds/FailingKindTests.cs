using Xmrl.Diagnosis.Kinds;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Tests.Kinds;

public sealed class FailingKindTests
{
    private static readonly EnvironmentSpec s_spec = FakeBench.Spec with
    {
        TaskParameterNames = ["place"],
        TaskParameterRanges = [new ParameterRange(0, 10)],
    };

    private static readonly MdpTask[] s_all = [.. Enumerable.Range(0, 100).Select(i => Task(i, i / 10.0))];

    [Fact]
    public void Describe_KindAtTheUpperEnd_NamesEndsOfAllThatContainIt()
        => FailingKind.Describe(s_spec, s_all[^10..], s_all).ShouldBe("place mostly from 9.1 to 9.8 (all: 0 to 9.9)");

    [Fact]
    public void Describe_OneTaskApart_StillNamesWhereTheOthersLie()
        => FailingKind.Describe(s_spec, [.. s_all[..9], s_all[^1]], s_all).ShouldBe("place mostly from 0.1 to 0.8 (all: 0 to 9.9)");

    [Fact]
    public void Describe_TasksOfTheWholeRange_SaysSo()
        => FailingKind.Describe(s_spec, [.. s_all.Where((_, i) => i % 9 == 0)], s_all).ShouldBe("parameters of the whole range");

    private static MdpTask Task(int index, double place) => new() { EnvironmentId = "Line-v1", Index = index, Parameters = [place] };
}
