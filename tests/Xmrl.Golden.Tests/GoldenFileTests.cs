namespace Xmrl.Golden.Tests;

public sealed class GoldenFileTests
{
    private static readonly string[] s_stored =
    [
        "base/iteration-0/policy.w0 aa", "base/iteration-0/policy.b0 bb", "evaluation/methods/MAML/scores cc",
    ];

    [Fact]
    public void Difference_SameLines_IsNull() => GoldenFile.Difference("drone", s_stored, [.. s_stored]).ShouldBeNull();

    [Fact]
    public void Difference_OtherBits_NamesStageIterationAndTensor()
    {
        string? found = GoldenFile.Difference("drone", s_stored, [s_stored[0], "base/iteration-0/policy.b0 b1", s_stored[2]]);

        found.ShouldNotBeNull();
        found.ShouldStartWith(
            $"drone ({GoldenFile.Precision}) differs first at base/iteration-0/policy.b0: stored base/iteration-0/policy.b0 bb, found "
                + $"base/iteration-0/policy.b0 b1; 2 of 3 lines are equal.");
    }

    [Fact]
    public void Difference_StageThatIsMissing_IsNamed()
        => GoldenFile.Difference("drone", s_stored, s_stored[..2])!
            .ShouldContain("differs first at evaluation/methods/MAML/scores: stored evaluation/methods/MAML/scores cc, found the end");

    [Fact]
    public void Difference_StageThatIsNew_IsNamed()
        => GoldenFile.Difference("drone", s_stored[..2], s_stored)!
            .ShouldContain("differs first at evaluation/methods/MAML/scores: stored the end");
}
