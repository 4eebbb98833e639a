using Xmrl.Numerics.Validation;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Configuration;

/// <summary>A key that names a record whose keys stand beside it, and records without a key of their own.</summary>
public sealed class ChosenRecordTests
{
    [Fact]
    public void Read_NamedRecord_TakesItsKeysBesideTheOthers()
    {
        Frame read = Read("shape: box\nwidth: 3\nedge: 0.5\nlabel: a");

        read.Shape.ShouldBe(new Box { Width = 3, Border = new Border { Edge = 0.5 } });
        read.Label.ShouldBe("a");
    }

    [Fact]
    public void Read_NothingNamed_KeepsTheInitialRecord() => Read("radius: 2").Shape.ShouldBe(new Disc { Radius = 2 });

    [Fact]
    public void Read_NamedRecord_LeavesTheDefaultsOfAllOtherReadingsAlone()
    {
        Read("shape: box\nwidth: 3\nedge: 0.5");

        Read("shape: box").Shape.ShouldBe(new Box());
        ShapeChoiceAttribute.Defaults[1].Default.ShouldBe(new Box());
    }

    [Fact]
    public void Read_NullForAKeyOfTheNamedRecord_IsItsDefault() => Read("shape: box\nwidth: null").Shape.ShouldBe(new Box());

    [Theory]
    [InlineData("shape: disc\nwidth: 3", "f.yaml, line 2, column 1: width belongs to shape box; shape is disc.")]
    [InlineData("shape: box\nradius: 3", "radius belongs to shape disc; shape is box. Write width.")]
    [InlineData("shape: bix", "shape is bix; expected one of disc, box (did you mean box?).")]
    [InlineData("shape: null", "shape is nothing; expected one of disc, box")]
    [InlineData("shape: box\nwidht: 3", "unknown key widht. Did you mean width?")]
    [InlineData("shape: box\nwidth: -3", "line 2, column 1: width is -3; expected a number > 0.")]
    [InlineData("shape: box\nedge: -3", "line 2, column 1: edge is -3; expected a number in [0, 1].")]
    public void Read_WrongKeyOrValue_SaysWhereAndWhoseItIs(string yaml, string expected)
        => Should.Throw<ConfigurationException>(() => Read(yaml)).Message.ShouldContain(expected);

    [Theory]
    [InlineData("shape: disc\nwidth: 2", "the default of the record that has the key")]
    [InlineData("shape: disc\nwidth: null", "nothing")]
    [InlineData("shape: box\nradius: 7", "a value that once had no effect")]
    public void Read_KeyOfAnotherRecordThatSaysNothing_IsForgotten(string yaml, string why)
        => Read(yaml).Shape.ShouldBe(Read(yaml.Split('\n')[0]).Shape, why);

    [Theory]
    [InlineData("radius=7", "belongs to shape disc")]
    [InlineData("width=5", null)]
    public void Read_Override_IsTakenAtItsWord(string change, string? fault)
    {
        if (fault is null)
        {
            ConfigurationReader.Read<Frame>("shape: box", "f.yaml", [change]).Shape.ShouldBe(new Box { Width = 5 });
            return;
        }

        Should.Throw<ConfigurationException>(() => ConfigurationReader.Read<Frame>("shape: box", "f.yaml", [change]))
            .Message.ShouldContain(fault);
    }

    [Fact]
    public void Read_WrongName_BlamesNoKeyOfTheOtherRecords()
    {
        string message = Should.Throw<ConfigurationException>(() => Read("shape: bix\nwidth: 3\nwidht: 2")).Message;

        message.Split('\n').Length.ShouldBe(2);
        message.ShouldContain("shape is bix");
        message.ShouldContain("unknown key widht");
    }

    [Fact]
    public void Read_OwnDocument_YieldsToTheRecordThatAnOverrideNames()
    {
        var own = new ConfigurationDocument("shape: disc\nradius: 4\nlabel: a", "own") { IsOwn = true, Variant = ["radius=3"] };

        ConfigurationReader.Read<Frame>(own, ["shape=box"]).ShouldBe(new Frame { Shape = new Box(), Label = "a" });
        ConfigurationReader.Read<Frame>(own, []).Shape.ShouldBe(new Disc { Radius = 3 });
        Should.Throw<ConfigurationException>(
            () => ConfigurationReader.Read<Frame>(own with { IsOwn = false, Variant = [] }, ["shape=box"])).Message
            .ShouldContain("radius belongs to shape disc");
    }

    [Fact]
    public void Write_NamedRecord_HasOneLevelAndReadsBack()
    {
        var frame = new Frame { Shape = new Box { Width = 3, Border = new Border { Edge = 0.5 } }, Label = "a" };

        ConfigurationWriter.Write(frame).ShouldBe("shape: box\nlabel: a\nwidth: 3\nedge: 0.5\n");
        Read(ConfigurationWriter.Write(frame)).ShouldBe(frame);
        System.Text.Encoding.UTF8.GetString(ConfigurationIdentity.CanonicalJson(frame))
            .ShouldBe("""{"edge":0.5,"label":"a","shape":"box","width":3}""");
    }

    [Fact]
    public void Open_KeyThatTwoRecordsBesideEachOtherHave_Throws()
        => Should.Throw<ArgumentException>(() => ConfigurationReader.Read<Clash>("edge: 1", "f.yaml")).Message
            .ShouldContain("The key edge of Border is also a key of Clash");

    private static Frame Read(string yaml) => ConfigurationReader.Read<Frame>(yaml, "f.yaml");

    private sealed record Frame
    {
        [ShapeChoice]
        public Shape Shape { get; init; } = new Disc();

        public string Label { get; init; } = "none";
    }

    private abstract record Shape;

    private sealed record Disc : Shape
    {
        public double Radius { get; init; } = 1;
    }

    private sealed record Box : Shape, IValidated
    {
        public double Width { get; init; } = 2;

        [Inlined]
        public Border Border { get; init; } = new();

        public IEnumerable<ValidationError> Validate() => NumberRange.Positive.Check(nameof(Width), Width);
    }

    private sealed record Border : IValidated
    {
        public double Edge { get; init; } = 0.1;

        public IEnumerable<ValidationError> Validate() => NumberRange.Closed(0, 1).Check(nameof(Edge), Edge);
    }

    private sealed record Clash
    {
        public double Edge { get; init; }

        [Inlined]
        public Border Border { get; init; } = new();
    }

    private sealed class ShapeChoiceAttribute : ChosenAttribute
    {
        public static RecordChoice[] Defaults { get; } = [new("disc", new Disc()), new("box", new Box())];

        public override string Kind => "shape";

        public override IReadOnlyList<RecordChoice> Choices => Defaults;

        public override bool Forgets(object chosen, string key, string? text, bool isOverride)
            => chosen is Box && key == "radius" && text == "7" && !isOverride;

        public override string? Instead(object chosen, string key) => key == "radius" ? "Write width." : null;
    }
}
