namespace Xmrl.Architecture.Tests.References;

/// <summary>Libraries neither write to the console nor use the random numbers of .NET, whose sequence may change between
/// versions.</summary>
public sealed class ForbiddenTypesTests
{
    /// <summary>Every project but the programs, so that a new library is inspected too.</summary>
    public static TheoryData<string> Libraries =>
    [
        .. Repository.Projects.Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name is not ("Xmrl.Cli" or "Xmrl.EmptyProgram")),
    ];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_ReferencedTypes_HoldNeitherConsoleNorRandom(string name)
        => ReferencedTypes.Of(name)
            .Intersect(["System.Console", "System.Random", "System.Security.Cryptography.RandomNumberGenerator"])
            .ShouldBeEmpty(name);

    /// <summary>The program writes to the console: the inspection sees that.</summary>
    [Fact]
    public void Program_ReferencedTypes_HoldConsole() => ReferencedTypes.Of("Xmrl.Cli").ShouldContain("System.Console");
}
