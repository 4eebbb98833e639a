using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Reporting;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Experiments.Tests.Reporting.Pond;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Reporting;

/// <summary>An environment and its picture are one folder and one registration.</summary>
public sealed class OwnEnvironmentTests
{
    [Fact]
    public void Train_EnvironmentWithAPicture_ReportShowsIt()
    {
        using var run = new TinyRun();

        run.Run(Pond());

        ReportData report = run.Directory.ReadReport().ShouldNotBeNull();
        report.Identity.EnvironmentId.ShouldBe(PondFamily.Id);
        ReportScene scene = report.Scene.ShouldNotBeNull();
        ReportPicture picture = scene.Pictures.ShouldHaveSingleItem();
        (picture.Title, picture.X.Label, picture.Y.Unit, picture.IsPlace).ShouldBe(("The pond", "east", "m", true));
        scene.Maps.ShouldHaveSingleItem().Title.ShouldBe("Where the bread floats");
        ReportTask[] shown = [.. report.Tasks.Where(task => task.Marks.Count > 0)];
        shown.Select(task => task.Id).ShouldBe(report.Episodes.Select(episode => episode.TaskId).Distinct(), ignoreOrder: true);
        shown.Count(task => task.IsPoor).ShouldBe(2, "poor test tasks");
        shown.Length.ShouldBe(4, "and two others");
        foreach (ReportTask task in shown)
        {
            ReportMark bread = task.Marks.ShouldHaveSingleItem();
            (bread.Shape, bread.Role, bread.Radius).ShouldBe((ReportShape.Disc, ReportRole.Goal, PondFamily.Radius));
            bread.Points.ShouldHaveSingleItem().ShouldBe([task.Parameters["breadX"], task.Parameters["breadY"]]);
        }

        foreach (ReportEpisode episode in report.Episodes)
        {
            ReportMark way = episode.Marks.ShouldHaveSingleItem();
            way.Points.Length.ShouldBe(6, "the horizon, and the start");
            way.Points[0].ShouldBe([0, 0]);
            way.Points.Skip(1).ShouldAllBe(point => point.All(double.IsFinite));
            episode.Succeeded.ShouldBeNull("the pond has no success");
        }
    }

    [Fact]
    public void Train_EnvironmentOfAProgram_IsNamedByTheConfiguration()
    {
        using var run = new TinyRun();

        run.Run(Pond());

        ConfigurationReader.ReadFile<ImproveConfiguration>(run.Directory.ConfigurationPath).Environment.ShouldBe(PondFamily.Id);
        Should.Throw<ConfigurationException>(() => LearnerFactory.Family(PondFamily.Id)).Message.ShouldContain(PondFamily.Id);
    }

    [Fact]
    public void Report_EnvironmentThatNobodyKnowsAnyMore_IsMadeAgain()
    {
        using var run = new TinyRun();
        run.Run(Pond());
        byte[] stored = File.ReadAllBytes(run.Directory.ReportDataPath);

        // No registry has a pond, and nothing gives one to the report: nothing can be stepped.
        Bytes(run.Directory).ShouldBe(stored);
    }

    [Fact]
    public void Resume_EnvironmentThatCannotBeBuilt_Fails()
    {
        using var run = new TinyRun();
        Should.Throw<OperationCanceledException>(() => run.Run(Pond() with { CancelAfter = 2 }));

        // What the report does not need, a run does.
        Should.Throw<InvalidOperationException>(() => run.Run(Pond() with { Resume = true, Environments = new PondFamily(isDry: true) }));
        Report.Of(run.Directory).Scene.ShouldNotBeNull();
    }

    private static byte[] Bytes(RunDirectory run)
    {
        using var stream = new MemoryStream();
        ReportFile.Write(Report.Of(run), stream);
        return stream.ToArray();
    }

    private static TinyOptions Pond() => new()
    {
        Environments = new PondFamily(),
        Action = ExperimentAction.Train,
        More = ["policy.contextSize=0", "meta.baseline=linearTime"],
    };
}
