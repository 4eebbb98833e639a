using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Runs.Tests.Records;

public sealed class RunJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("null")]
    [InlineData("""{"items": null, "rows": [], "names": {}}""")]
    [InlineData("""{"items": [null], "rows": [], "names": {}}""")]
    [InlineData("""{"items": ["a", null], "rows": [], "names": {}}""")]
    [InlineData("""{"items": [], "rows": [[1], null], "names": {}}""")]
    [InlineData("""{"items": [], "rows": [[null]], "names": {}}""")]
    [InlineData("""{"items": [], "rows": [], "names": {"a": null}}""")]
    [InlineData("""{"items": [], "rows": [], "names": {}, "inner": [{"items": [null], "rows": [], "names": {}}]}""")]
    public void Read_NullInARecord_IsRefusedWithTheFile(string text)
    {
        File.WriteAllText(_folder["a.json"], text);

        Should.Throw<InvalidDataException>(
            () => RunJson.Read<Example>(_folder["a.json"])).Message.ShouldStartWith($"{_folder["a.json"]}, line 1: ");
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("""[{"items": [], "rows": [], "names": {}}, null]""")]
    public void Read_NullInAListOfRecords_IsRefused(string text)
    {
        File.WriteAllText(_folder["a.json"], text);

        Should.Throw<InvalidDataException>(() => RunJson.Read<Example[]>(_folder["a.json"])).Message.ShouldContain("holds null");
    }

    [Fact]
    public void Read_NoNull_GivesTheRecord()
    {
        var value = new Example(
            ["a", ""], [[1.5], []], new SortedDictionary<string, string> { ["b"] = "c" }, [new Example([], [], [], [], null)], null);
        RunJson.Write(_folder["a.json"], value);

        Example found = RunJson.Read<Example>(_folder["a.json"]);

        (found.Items[0], found.Rows[0][0], found.Names["b"], found.Inner!.Count, found.Note).ShouldBe(("a", 1.5, "c", 1, null));
    }

    /// <summary>Readers of streams go from block to block of 16,384 bytes; a value on two of them is a value too.</summary>
    [Fact]
    public void Read_ValueOnTwoBlocks_IsNotLost()
    {
        for (int offset = 0; offset < 120; offset++)
        {
            RunJson.Write(_folder["a.json"], new Padded { Text = new string('a', 16_280 + offset), Ends = new Ends(0, null, null, "n") });

            RunJson.Read<Padded>(_folder["a.json"]).Ends.ShouldBe(new Ends(0, null, null, "n"), $"at {offset}");
        }
    }

    [Fact]
    public void Read_MarkOfUtf8_IsSkipped()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        File.WriteAllBytes(_folder["a.json"], [.. mark, .. "[1]"u8]);

        RunJson.Read<int[]>(_folder["a.json"]).ShouldBe([1]);
    }

    private readonly record struct Ends(double Value, double? Low, double? High, string? Reason = null);

    private sealed record Padded
    {
        public required string Text { get; init; }

        public Ends? Ends { get; init; }
    }

    private sealed record Example(
        IReadOnlyList<string> Items, double[][] Rows, SortedDictionary<string, string> Names, List<Example>? Inner = null,
        string? Note = null);
}
