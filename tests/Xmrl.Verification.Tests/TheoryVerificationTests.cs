using Xmrl.Verification.Registry;

namespace Xmrl.Verification.Tests;

public sealed class TheoryVerificationTests
{
    public static TheoryData<string> Names => [.. TheoryVerification.Checks.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EachCheck_Holds(string name)
    {
        TheoryCheck check = TheoryVerification.Checks.Single(known => known.Name == name).Run();

        check.Passed.ShouldBeTrue(check.Figure);
        check.Figure.ShouldNotContain("NaN");
    }

    [Fact]
    public void Checks_Names_AreDifferent() => TheoryVerification.Checks.Select(check => check.Name).ShouldBeUnique();
}
