using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Configuration;

public sealed class ConfigurationWriterTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("true")]
    [InlineData("1e3")]
    [InlineData(" a ")]
    [InlineData("a: b # c")]
    [InlineData("line\nline\r\n\ttab")]
    [InlineData("\"quoted\" \\ back")]
    [InlineData("äöü € 🚁")]
    [InlineData("\0\u0001\u007f\u0085\u2028\ufeff")]
    public void Write_AnyText_RoundTrips(string text)
    {
        var original = new ExampleConfiguration { Name = text, Note = text };

        ExampleConfiguration back = RoundTrip(original);

        back.Name.ShouldBe(text);
        back.Note.ShouldBe(text);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(1e22)]
    public void Write_AnyNumber_RoundTripsBitForBit(double number)
    {
        RoundTrip(new ExampleConfiguration { Meta = new ExampleMeta { OuterStepSize = number } }).Meta.OuterStepSize.ShouldBe(number);
    }

    [Fact]
    public void Write_NonFiniteAndNegativeZero_RoundTrip()
    {
        foreach (float number in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f })
        {
            BitConverter.SingleToInt32Bits(RoundTrip(new ExampleConfiguration { Share = number }).Share)
                .ShouldBe(BitConverter.SingleToInt32Bits(number));
        }
    }

    [Fact]
    public void Write_Default_IsReadable()
    {
        ConfigurationWriter.Write(new ExampleConfiguration { Tasks = [new ExampleTask { Id = "a", Goal = [1, 2] }] }).ShouldBe("""
            name: example
            note: null
            seed: 1
            limit: null
            sampled: true
            share: 0.1
            discount: 0.99
            meta:
              innerStepSize: 0.5
              outerStepSize: 0.01
              innerSteps: 1
              gradientOrder: exact
            hiddenLayers: [64, 64]
            tasks:
              - id: a
                weight: 1
                goal: [1, 2]

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Identity_SameValuesInOtherLayout_IsEqual()
    {
        ExampleConfiguration first = Read("seed: 2\nmeta: {innerStepSize: 0.1, innerSteps: 2}");
        ExampleConfiguration second = Read("# other\nmeta:\n  innerSteps: 2\n  innerStepSize: 1e-1\nseed: 2");

        ConfigurationIdentity.Of(second).ShouldBe(ConfigurationIdentity.Of(first));
        ConfigurationIdentity.Of(first).Length.ShouldBe(64);
    }

    [Fact]
    public void Identity_OtherValue_Differs()
    {
        ConfigurationIdentity.Of(Read("seed: 3")).ShouldNotBe(ConfigurationIdentity.Of(Read("seed: 2")));
        ConfigurationIdentity.Of(Read("hiddenLayers: [1, 2]")).ShouldNotBe(ConfigurationIdentity.Of(Read("hiddenLayers: [2, 1]")));
    }

    [Fact]
    public void CanonicalJson_Keys_AreSorted()
    {
        System.Text.Encoding.UTF8.GetString(ConfigurationIdentity.CanonicalJson(new ExampleTask { Id = "x\"", Weight = 0.5 }))
            .ShouldBe("""{"goal":[],"id":"x\u0022","weight":0.5}""");
    }

    [Theory]
    [InlineData("outerStepSiez", "outerStepSize")]
    [InlineData("OUTERSTEPSIZE", "outerStepSize")]
    [InlineData("nmae", "name")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void Find_MistypedName_GivesTheNearest(string typed, string? expected)
    {
        NearestName.Find(typed, ["outerStepSize", "innerStepSize", "name"]).ShouldBe(expected);
    }

    private static ExampleConfiguration Read(string yaml) => ConfigurationReader.Read<ExampleConfiguration>(yaml, "c.yaml");

    private static ExampleConfiguration RoundTrip(ExampleConfiguration original) => Read(ConfigurationWriter.Write(original));
}
