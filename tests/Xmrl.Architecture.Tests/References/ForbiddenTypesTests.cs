namespace Xmrl.Architecture.Tests.References;

/// <summary>Libraries neither write to the console nor use the random numbers of .NET, whose sequence may change between versions.</summary>
public sealed class ForbiddenTypesTests
{
    public static TheoryData<string> Libraries =>
        ["Xmrl.Numerics", "Xmrl.Rl", "Xmrl.MuJoCo", "Xmrl.Meta", "Xmrl.Explain", "Xmrl.Runs", "Xmrl.Experiments", "Xmrl.Dashboard", "Xmrl.Mpi", "Xmrl.Benchmarks"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_ReferencedTypes_HoldNeitherConsoleNorRandom(string name)
        => ReferencedTypes.Of(name).Intersect(["System.Console", "System.Random", "System.Security.Cryptography.RandomNumberGenerator"]).ShouldBeEmpty(name);

    /// <summary>The program writes to the console: the inspection sees that.</summary>
    [Fact]
    public void Program_ReferencedTypes_HoldConsole() => ReferencedTypes.Of("Xmrl.Cli").ShouldContain("System.Console");
}
