using System.Globalization;
using Xmrl.Cli.Settings;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Comparison;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Tests.Settings;

/// <summary>What is known of settings, and the page that is made of it.</summary>
public sealed class SettingCatalogTests
{
    private const string PageName = "docs/settings.md";

    [Fact]
    public void All_EverySetting_HasAMeaningOfItsOwn()
    {
        SettingCatalog.All.Length.ShouldBeGreaterThan(150);
        SettingCatalog.All.ShouldAllBe(setting => setting.Meaning.Length > 5);
    }

    [Fact]
    public void All_EveryNumber_HasUnitAndRange()
    {
        Setting[] numbers =
        [
            .. SettingCatalog.All.Where(setting => setting.Kind.Contains("number", StringComparison.Ordinal)
                && !setting.Kind.Contains("texts", StringComparison.Ordinal)),
        ];

        numbers.Length.ShouldBeGreaterThan(100);
        numbers.Where(setting => setting.Unit.Length == 0).Select(setting => setting.Key).ShouldBeEmpty();
        numbers.Where(setting => setting.Range.Length == 0).Select(setting => setting.Key)
            .ShouldBe(["tasks.plantedRegion", "tasks.commonRegion", "tasks.corruptedRegion"]);
    }

    /// <summary>The number that the documentation calls the default is the one that holds.</summary>
    [Fact]
    public void All_EveryNumber_HasADefaultInItsRange()
    {
        foreach (Setting setting in SettingCatalog.All.Where(setting => setting.Range.Length > 0))
        {
            (double? least, _, double? greatest, _) = new SettingText("", setting.Range, "").Bounds;
            foreach (string text in setting.Default.Trim('[', ']').Split(", ").Select(text => text.Split(' ')[0]))
            {
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                {
                    value.ShouldBeGreaterThanOrEqualTo(least ?? double.MinValue, setting.Key);
                    value.ShouldBeLessThanOrEqualTo(greatest ?? double.MaxValue, setting.Key);
                }
            }
        }
    }

    [Fact]
    public void All_EveryWord_HasAMeaning()
        => SettingCatalog.All.SelectMany(setting => setting.Values.Select(value => (setting.Key, value)))
            .Where(entry => entry.value.Meaning.Length == 0)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("drone")]
    [InlineData("stock")]
    [InlineData("pointrobot-sparse")]
    public void Find_EveryKeyOfAnExperiment_IsKnown(string name)
    {
        string yaml = ConfigurationWriter.Write(DefaultsOf(name));

        FlatConfiguration.Of(yaml).Where(entry => SettingCatalog.Find(entry.Key, LearnerOf(yaml)) is null).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Find_KeyOfALearner_IsThatOfTheLearner(string learner)
    {
        string yaml = ConfigurationWriter.Write(
            ConfigurationReader.Read<Xmrl.Training.Settings.TrainConfiguration>(
                $"meta: {{learner: {learner}}}\npolicy: {{contextSize: {(learner == "cavia" ? 2 : 0)}}}", "test"));

        foreach ((string key, string value) in FlatConfiguration.Of(yaml).Where(
            entry => entry.Key.StartsWith("meta.", StringComparison.Ordinal) && entry.Key != "meta.learner"))
        {
            Setting setting = SettingCatalog.Find(key, learner).ShouldNotBeNull(key);
            (setting.Owners.IsEmpty || setting.Owners.Contains(learner)).ShouldBeTrue($"{key} of {learner}");
            setting.Default.ShouldContain(value, customMessage: key);
        }
    }

    [Fact]
    public void Of_WholeSentence_IsTakenApart()
    {
        var text = SettingText.Of(
            "Largest step, each in (0, 10]; without effect with a trust region. Default 0.1 (chosen by us: docs/x.md, 0.2 is bad). More.");

        text.Meaning.ShouldBe("Largest step; without effect with a trust region. More.");
        text.Range.ShouldBe("(0, 10]");
        text.Source.ShouldBe("chosen by us: docs/x.md, 0.2 is bad");
        text.Bounds.ShouldBe((0, true, 10, false));
    }

    /// <summary>The page follows from the documentation in the source. To write it again: XMRL_REWRITE=1 and this test.</summary>
    [Fact]
    public void Page_OfAllSettings_IsTheStoredOne()
    {
        string path = Path.Combine(Repository.Root, PageName);
        if (Environment.GetEnvironmentVariable("XMRL_REWRITE") == "1")
        {
            File.WriteAllText(path, SettingsPage.Create());
        }

        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(
            SettingsPage.Create(), $"{PageName} is out of date: run this test with XMRL_REWRITE=1.");
    }

    public static TheoryData<string> Learners => [.. LearnerTable.All.Select(learner => learner.Card.Key)];

    private static Experiments.Improvement.ImproveConfiguration DefaultsOf(string name)
    {
        string yaml = ExperimentRegistry.BuiltIn.Find(name).ResolveConfiguration(new()
        {
            Experiment = name,
            Action = Training.Hosting.ExperimentAction.Train,
            Seed = 1,
            OutputDirectory = name,
            Threads = 1,
        });
        return ConfigurationReader.Read<Experiments.Improvement.ImproveConfiguration>(yaml, name);
    }

    private static string LearnerOf(string yaml)
        => FlatConfiguration.Of(yaml).First(entry => entry.Key == "meta.learner").Value;
}
