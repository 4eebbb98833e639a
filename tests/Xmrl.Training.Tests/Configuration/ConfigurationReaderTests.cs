using Xmrl.Training.Configuration;

namespace Xmrl.Training.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    private const string Whole = """
        name: drone
        note: "a # b"
        seed: 18446744073709551615
        limit: 3
        sampled: false
        meta:
          innerStepSize: 1e-1
          gradientOrder: firstOrder
        hiddenLayers: [100, 100]
        tasks:
          - id: first
            goal: [0.5, -1]
          - id: second
            weight: 2
        """;

    [Fact]
    public void Read_Whole_FillsEverything()
    {
        ExampleConfiguration read = Read(Whole);

        (read.Name, read.Note, read.Seed, read.Limit, read.Sampled).ShouldBe(("drone", "a # b", ulong.MaxValue, 3, false));
        read.Meta.ShouldBe(new ExampleMeta { InnerStepSize = 0.1, GradientOrder = GradientOrder.FirstOrder });
        read.HiddenLayers.ShouldBe([100, 100]);
        read.Tasks.Select(task => (task.Id, task.Weight)).ShouldBe([("first", 1.0), ("second", 2.0)]);
        read.Tasks[0].Goal.ShouldBe([0.5, -1.0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n...\n")]
    [InlineData("{}")]
    public void Read_NothingGiven_IsAllDefaults(string yaml)
    {
        ExampleConfiguration read = Read(yaml);

        read.Share.ShouldBe(0.1f);
        read.Meta.InnerStepSize.ShouldBe(0.5);
    }

    [Fact]
    public void Read_NestedPart_KeepsWhatTheOuterInitializerSays()
    {
        Read("meta: {outerStepSize: 0.2}").Meta.ShouldBe(new ExampleMeta { InnerStepSize = 0.5, OuterStepSize = 0.2 });
    }

    [Theory]
    [InlineData("meta:\n  outerStepSiz: 1", "c.yaml, line 2, column 3: unknown key meta.outerStepSiz. Did you mean outerStepSize?")]
    [InlineData("OuterStepSize: 1", "c.yaml, line 1, column 1: unknown key OuterStepSize. Known: name,")]
    [InlineData("taskCount: 1", "unknown key taskCount")]
    [InlineData("name: a\nname: b", "c.yaml, line 2, column 1: the key name occurs twice")]
    [InlineData("limit: 1.5", "c.yaml, line 1, column 8: limit is 1.5; expected a whole number.")]
    [InlineData("limit: \"1\"", "limit is the text \"1\"; expected a whole number")]
    [InlineData("limit: 2147483648", "limit is 2147483648; expected a whole number from -2147483648 to 2147483647")]
    [InlineData("limit: [1]", "limit is a list; expected a whole number")]
    [InlineData("seed: -1", "seed is -1; expected a whole number from 0 to 18446744073709551615")]
    [InlineData("sampled: yes", "sampled is yes; expected true or false")]
    [InlineData("share: NaN", "share is NaN; expected a number")]
    [InlineData("share: 1e999", "share is 1e999; expected a number")]
    [InlineData("share:", "share is nothing; expected a number")]
    [InlineData("name: null", "name is nothing; expected a text")]
    [InlineData("meta: 3", "meta is 3; expected keys with values")]
    [InlineData("hiddenLayers: 64", "hiddenLayers is 64; expected a list")]
    [InlineData("hiddenLayers: [64, x]", "hiddenLayers[1] is x; expected a whole number")]
    [InlineData("meta: {gradientOrder: exacd}", "expected one of firstOrder, exact (did you mean exact?)")]
    [InlineData("meta: {gradientOrder: 1}", "expected one of firstOrder, exact")]
    [InlineData("tasks: [{weight: 1}]", "tasks[0].id is missing")]
    [InlineData("tasks: [{id: a, weight: -1}]", "c.yaml, line 1, column 17: tasks[0].weight is -1; expected a number ≥ 0")]
    [InlineData("meta: {innerStepSize: -1}", "meta.innerStepSize is -1; expected a number in (0, 10]")]
    [InlineData("meta: {innerStepSize: .nan}", "meta.innerStepSize is NaN; expected a number in (0, 10]")]
    [InlineData("meta: {innerSteps: 0}", "meta.innerSteps is 0; expected at least 1.")]
    [InlineData("- a", "the configuration is a list; expected keys with values")]
    [InlineData("a: &x 1\nb: *x", "anchors and aliases are not accepted")]
    [InlineData("name: !!str a", "tags are not accepted")]
    [InlineData("--- {}\n--- {}", "second document")]
    [InlineData("? [a]\n: 1", "a key is a list or a mapping")]
    [InlineData("name: [", "not valid YAML")]
    [InlineData("name: \"\t\0\"", "c.yaml, line 1")]
    public void Read_Fault_SaysWhereWhatAndWhatInstead(string yaml, string expected)
    {
        Should.Throw<ConfigurationException>(() => Read(yaml)).Message.ShouldContain(expected, Case.Sensitive);
    }

    [Theory]
    [InlineData("- a")]
    [InlineData("a")]
    public void Read_NoKeysAndOverrides_SaysWhatTheDocumentIs(string yaml)
        => Should.Throw<ConfigurationException>(() => ConfigurationReader.Read<ExampleConfiguration>(yaml, "c.yaml", ["limit=3"])).Message
            .ShouldBe(Should.Throw<ConfigurationException>(() => Read(yaml)).Message);

    [Fact]
    public void ReadFile_Folder_SaysThatItIsOne()
        => Should.Throw<ConfigurationException>(
            ()
                => ConfigurationReader.ReadFile<ExampleConfiguration>(Path.GetTempPath())).Message.ShouldEndWith("is a folder; expected "
                    + "a file.");

    [Fact]
    public void Read_SeveralFaults_ReportsAllInOrder()
    {
        ConfigurationException error = Should.Throw<ConfigurationException>(() => Read("limit: x\nmeta: {innerSteps: 0}\nnmae: a"));

        error.Faults.Length.ShouldBe(3);
        error.Faults[2].ShouldEndWith("Did you mean name?");
    }

    [Fact]
    public void Read_TooDeep_IsRefused()
    {
        Should.Throw<ConfigurationException>(
            () => Read("name: " + new string('[', 100_000))).Message.ShouldContain("nested deeper than 32");
    }

    [Fact]
    public void Read_TooLong_IsRefused()
    {
        Should.Throw<ConfigurationException>(
            () => Read("# " + new string('x', 2_000_000))).Message.ShouldContain("characters; expected at most");
    }

    [Fact]
    public void Read_AliasBomb_IsRefused()
    {
        string bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";

        Should.Throw<ConfigurationException>(() => Read(bomb)).Message.ShouldContain("anchors");
    }

    [Fact]
    public void ReadFile_NoFile_SaysSo()
    {
        Should.Throw<ConfigurationException>(
            () => ConfigurationReader.ReadFile<ExampleConfiguration>("/nowhere/c.yaml")).Message.ShouldContain("/nowhere/c.yaml");
    }

    [Fact]
    public void Read_Overrides_GoOverTheFileInOrder()
    {
        ExampleConfiguration read = ConfigurationReader.Read<ExampleConfiguration>(
            Whole, "c.yaml",
            ["meta.outerStepSize=0.5", "meta.innerStepSize=1", "meta.innerStepSize=2", "hiddenLayers=[8]", "note=", "limit=null"]);

        (read.Meta.OuterStepSize, read.Meta.InnerStepSize, read.Note, read.Limit).ShouldBe((0.5, 2.0, null, null));
        read.HiddenLayers.ShouldBe([8]);
        read.Meta.GradientOrder.ShouldBe(GradientOrder.FirstOrder);
    }

    [Theory]
    [InlineData("meta.outerStepSiz=1", "--set meta.outerStepSiz=1: unknown key meta.outerStepSiz. Did you mean outerStepSize?")]
    [InlineData("meta.outerStepSize=-1", "--set meta.outerStepSize=-1: meta.outerStepSize is -1; expected a number > 0.")]
    [InlineData("meta.outerStepSize", "expected key=value")]
    [InlineData("meta..x=1", "expected key=value")]
    [InlineData("=1", "expected key=value")]
    [InlineData("name.x=1", "name is drone; expected keys with values")]
    [InlineData("limit=[", "not valid YAML")]
    public void Read_WrongOverride_NamesIt(string text, string expected)
    {
        Should.Throw<ConfigurationException>(
            () => ConfigurationReader.Read<ExampleConfiguration>(Whole, "c.yaml", [text])).Message.ShouldContain(expected);
    }

    [Fact]
    public void Read_ThousandFaults_StopsAfterTheFirstHundred()
    {
        ConfigurationException error = Should.Throw<ConfigurationException>(
            () => Read($"hiddenLayers: [{string.Join(", ", Enumerable.Repeat("x", 1000))}]"));

        error.Faults.Length.ShouldBe(100);
        error.Faults[^1].ShouldEndWith("Reading stopped here, after 100 faults.");
    }

    private static ExampleConfiguration Read(string yaml) => ConfigurationReader.Read<ExampleConfiguration>(yaml, "c.yaml");
}
