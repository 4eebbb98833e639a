using System.Text;
using Xmrl.Dashboard.Tests.Samples;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Dashboard.Tests.Reports;

public sealed class ReportFileTests
{
    /// <summary>Half a unit in the ninth digit of a share.</summary>
    private const double NineDigits = 1e-9;

    [Fact]
    public void Write_ReadBack_GivesTheSameText()
    {
        string text = Serialize(ReportSample.Create());

        Serialize(Deserialize(text)).ShouldBe(text);
    }

    [Fact]
    public void Write_ReadBack_KeepsNineDigits()
    {
        ReportData data = ReportSample.Create();

        ReportData copy = Deserialize(Serialize(data));

        copy.Methods[1].Mean!.Value.ShouldBe(data.Methods[1].Mean!.Value, NineDigits);
        copy.PerTask[7].Scores["XMRL"].ShouldBe(data.PerTask[7].Scores["XMRL"], NineDigits);
        copy.Identity.Seed.ShouldBe(data.Identity.Seed);
    }

    [Fact]
    public void Write_LargestSeed_IsNotRounded()
    {
        ReportData data = ReportSample.CreatePartial();
        data = data with { Identity = data.Identity with { Seed = ulong.MaxValue } };

        string text = Serialize(data);

        text.ShouldContain("\"seed\":\"18446744073709551615\"");
        Deserialize(text).Identity.Seed.ShouldBe(ulong.MaxValue);
    }

    [Fact]
    public void Write_PartialRun_LeavesMissingPartsOut()
    {
        string text = Serialize(ReportSample.CreatePartial());

        text.ShouldNotContain("\"augmentation\":");
        Deserialize(text).Augmentation.ShouldBeNull();
    }

    [Fact]
    public void Write_Nan_NamesThePlace()
    {
        ReportData data = ReportSample.Create();
        data = data with { Methods = [data.Methods[0] with { Mean = new ReportEstimate(double.NaN) }] };

        Should.Throw<ArgumentException>(
            () => Serialize(data with { ControlName = null, PerTask = [] })).Message.ShouldContain("methods[0].mean is NaN");
    }

    [Fact]
    public void Write_TaskIdTwice_Throws()
    {
        ReportData data = ReportSample.CreatePartial();

        Should.Throw<ArgumentException>(
            () => Serialize(data with { Tasks = [data.Tasks[0], data.Tasks[0]] })).Message.ShouldContain("train-000");
    }

    [Fact]
    public void Write_ScoresOfUnknownMethod_Throws()
    {
        ReportData data = ReportSample.Create();
        ReportTaskScores row = new(data.PerTask[0].TaskId, new Dictionary<string, double>(StringComparer.Ordinal) { ["nobody"] = 1 });

        Should.Throw<ArgumentException>(() => Serialize(data with { PerTask = [row] })).Message.ShouldContain("'nobody'");
    }

    [Fact]
    public void Write_CurveBeyondTheLimit_Throws()
    {
        ReportCurve curve = new()
        {
            Stage = "s",
            Label = "l",
            YLabel = "y",
            Points = [.. Enumerable.Repeat(new ReportCurvePoint(0, 0), ReportLimits.CurvePoints + 1)],
        };

        Should.Throw<ArgumentException>(
            () => Serialize(ReportSample.CreatePartial() with { Curves = [curve] })).Message.ShouldContain("at most 100000");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"identity\":null}")]
    [InlineData("[1,2,3]")]
    public void Read_NotAReport_ThrowsInvalidData(string text) => Should.Throw<InvalidDataException>(() => Deserialize(text));

    [Fact]
    public void Read_UnknownKey_ThrowsInvalidData()
    {
        string text = Serialize(ReportSample.CreatePartial())
            .Replace("\"schemaVersion\":2", "\"schemaVersion\":2,\"colour\":1", StringComparison.Ordinal);

        Should.Throw<InvalidDataException>(() => Deserialize(text)).Message.ShouldContain("colour");
    }

    [Fact]
    public void Read_OtherSchemaVersion_ThrowsInvalidData()
    {
        string text = Serialize(ReportSample.CreatePartial())
            .Replace("\"schemaVersion\":2", "\"schemaVersion\":1", StringComparison.Ordinal);

        Should.Throw<InvalidDataException>(() => Deserialize(text)).Message.ShouldContain("schemaVersion is 1");
    }

    [Fact]
    public void Write_SeriesOfAnEpisode_ReadsBackTheSame()
    {
        string text = Serialize(SampleTrading.Create());

        Serialize(Deserialize(text)).ShouldBe(text);
        Deserialize(text).Episodes.Count.ShouldBe(4);
    }

    [Fact]
    public void Write_MarkOfAnUnknownPicture_NamesThePlace() => Refused(
        data => data with { Episodes = [data.Episodes[0] with { Marks = [data.Episodes[0].Marks[0] with { Picture = "nowhere" }] }] },
        "episodes[0].marks[0].picture is 'nowhere'");

    [Fact]
    public void Write_EpisodeOfAnUnknownTask_NamesThePlace()
        => Refused(data => data with { Episodes = [data.Episodes[0] with { TaskId = "nobody" }] }, "episodes[0].taskId is 'nobody'");

    [Fact]
    public void Write_PointThatIsNoNumber_NamesThePlace() => Refused(
        data => data with { Scene = data.Scene! with { Marks = [data.Scene.Marks[1] with { Points = [[0, double.NaN]] }] } },
        "scene.marks[0].points[0] is NaN");

    [Fact]
    public void Write_RectangleOfOneCorner_NamesThePlace() => Refused(
        data => data with { Scene = data.Scene! with { Marks = [data.Scene.Marks[0] with { Points = [[0, 0]] }] } },
        "scene.marks[0] is a rectangle of 1 points");

    [Fact]
    public void Write_DiscWithoutARadius_NamesThePlace() => Refused(
        data => data with { Scene = data.Scene! with { Marks = [data.Scene.Marks[1] with { Shape = ReportShape.Disc }] } },
        "scene.marks[0].radius is missing");

    [Fact]
    public void Write_PictureNameTwice_NamesThePlace() => Refused(
        data => data with { Scene = data.Scene! with { Pictures = [data.Scene.Pictures[0], data.Scene.Pictures[0]] } },
        "'room' occurs twice");

    [Fact]
    public void Write_AxisWithoutExtent_NamesThePlace() => Refused(
        data => data with
        {
            Scene = data.Scene! with
            {
                Pictures = [data.Scene.Pictures[0] with { X = new ReportAxis { Label = "x", Low = 1, High = 1 } }],
            },
        },
        "scene.pictures[0].x has low 1 and high 1");

    [Fact]
    public void Sample_CreatedTwice_IsTheSame() => Serialize(ReportSample.Create()).ShouldBe(Serialize(ReportSample.Create()));

    private static void Refused(Func<ReportData, ReportData> change, string place)
        => Should.Throw<ArgumentException>(() => Serialize(change(ReportSample.Create()))).Message.ShouldContain(place);

    private static string Serialize(ReportData data)
    {
        using MemoryStream stream = new();
        ReportFile.Write(data, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ReportData Deserialize(string text)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return ReportFile.Read(stream);
    }
}
