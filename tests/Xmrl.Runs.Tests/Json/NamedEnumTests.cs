using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Runs.Tests.Json;

public sealed class NamedEnumTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["value.json"];

    public void Dispose() => _folder.Dispose();

    public static TheoryData<RunPhase> Phases => [.. Enum.GetValues<RunPhase>()];

    [Theory]
    [MemberData(nameof(Phases))]
    public void Write_Enumeration_IsItsCamelCaseNameAndReadBack(RunPhase phase)
    {
        RunJson.Write(Path, new Phased(phase));

        File.ReadAllText(Path).ShouldContain($"\"phase\": \"{char.ToLowerInvariant(phase.ToString()[0])}{phase.ToString()[1..]}\"");
        RunJson.Read<Phased>(Path).Phase.ShouldBe(phase);
    }

    /// <summary>A list of names is no name, although its values together may be the number of a third one.</summary>
    [Theory]
    [InlineData("\"done,failed\"")]
    [InlineData("\"done, failed\"")]
    [InlineData("\" done\"")]
    [InlineData("\"done \"")]
    [InlineData("\"Done\"")]
    [InlineData("\"1\"")]
    [InlineData("\"\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("[\"done\"]")]
    public void Read_OtherThanAnExactName_NamesFileLineAndMember(string text)
    {
        File.WriteAllText(Path, $$"""{"phase":{{text}}}""");

        Should.Throw<InvalidDataException>(() => RunJson.Read<Phased>(Path)).Message.ShouldBe(
            $"{Path}, line 1: not a valid Phased ($.phase).");
    }

    private sealed record Phased(RunPhase Phase);
}
