using Xmrl.Diagnosis.Kinds;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Tests.Kinds;

public sealed class KindCoherenceTests
{
    private static readonly TaskSpace s_space = new([new ParameterRange(0, 1)]);

    [Fact]
    public void Of_TasksSideBySide_IsNearOne()
        => Of(i => i < 20 ? 0 : KindFinder.Healthy).ShouldBeInRange(0.9, 1);

    [Fact]
    public void Of_EveryThirdTask_IsNearZeroOrBelow()
        => Of(i => i % 3 == 0 ? 0 : KindFinder.Healthy).ShouldBeInRange(-0.5, 0.1);

    [Fact]
    public void Of_AllTasks_IsOne() => Of(_ => 0).ShouldBe(1);

    private static double Of(Func<int, int> label)
    {
        MdpTask[] tasks =
        [
            .. Enumerable.Range(0, 60).Select(i => new MdpTask { EnvironmentId = "Line-v1", Index = i, Parameters = [i / 60.0] }),
        ];
        return KindCoherence.Of(tasks, [.. Enumerable.Range(0, 60).Select(label)], 0, s_space);
    }
}
