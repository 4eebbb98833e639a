using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Decision;
using Xmrl.Reproduction.Papers;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

public sealed class DiagnosisTablesTests
{
    private static readonly TableReproduction s_causes = ReproductionRegistry.BuiltIn.Find("diagnosis/causes");
    private static readonly TableReproduction s_remedies = ReproductionRegistry.BuiltIn.Find("diagnosis/remedies");

    [Fact]
    public void Create_BothTables_DiagnoseTwelveBasePoliciesPerCauseAlike()
    {
        s_causes.Series.Select(series => series.Name).ShouldBe(s_remedies.Series.Select(series => series.Name));
        (s_causes.Series.Length * s_causes.Seeds).ShouldBe(7 * 12);
        s_causes.Series.Concat(s_remedies.Series).ShouldAllBe(series => series.Action == ExperimentAction.Improve);
        s_causes.Series.Concat(s_remedies.Series).SelectMany(series => series.Overrides)
            .ShouldAllBe(setting => !setting.StartsWith("diagnose.", StringComparison.Ordinal));
        s_causes.Series.ShouldAllBe(series => series.Overrides.Contains("retrain.methods=[prescribed]"));
        s_remedies.Series.ShouldAllBe(series => series.Overrides.Contains("retrain.chargeDiagnosis=true"));
    }

    [Fact]
    public void Derive_CausesWithRemedies_ShareOfGainsAsPredicted()
    {
        var derived = s_causes.Derive!(new Dictionary<string, double>
        {
            [ReproductionCell.KeyOf("Prescribed", $"drone-rare: {DiagnosisTables.Predicted}")] = 1,
            [ReproductionCell.KeyOf("Prescribed", $"drone-noisy: {DiagnosisTables.Predicted}")] = 0,
        }).ToDictionary();
        derived.ShouldHaveSingleItem().Value.ShouldBe(0.5);
        derived.Keys.Single().ShouldBe(ReproductionCell.KeyOf("Prescribed", DiagnosisTables.Predicted));
    }

    [Fact]
    public void Derive_Causes_AreMeansOverTheTwoFamiliesOfACause()
    {
        Dictionary<string, double> values = s_causes.Series.ToDictionary(
            series => Key(series.Name), series => series.Name == "drone-rare" ? 0.0 : 1.0);
        var derived = s_causes.Derive!(values).ToDictionary();
        derived[Key(DiagnosisWords.Of(Cause.RareKind))].ShouldBe(0.5);
        derived[Key(DiagnosisWords.Of(Cause.OutOfReach))].ShouldBe(1);
        derived[Key(DiagnosisTables.AllCauses)].ShouldBe(13 / 14.0, 1e-12);
        derived.Keys.ShouldBeSubsetOf(s_causes.Cells.Select(cell => cell.Key));

        static string Key(string row) => ReproductionCell.KeyOf(row, DiagnosisTables.Right);
    }

    [Fact]
    public void Derive_FamilyThatIsMissing_GivesNoMean()
        => s_causes.Derive!(
            new Dictionary<string, double> { [ReproductionCell.KeyOf("drone-rare", DiagnosisTables.Right)] = 1 }).ShouldBeEmpty();

    [Fact]
    public void Derive_Remedies_AreMeansOverAllFamilies()
    {
        string[] rows = [.. s_remedies.Cells.Select(cell => cell.Row).Distinct()];
        Dictionary<string, double> values = s_remedies.Series.Index().SelectMany(
            series => rows.Select(row => KeyValuePair.Create(ReproductionCell.KeyOf(row, series.Item.Name), series.Index / 13.0)))
            .ToDictionary();
        values[ReproductionCell.KeyOf("Prescribed", $"drone-rare: {DiagnosisTables.Predicted}")] = 1;
        values[ReproductionCell.KeyOf("Prescribed", $"drone-noisy: {DiagnosisTables.Predicted}")] = 0;
        var derived = s_remedies.Derive!(values).ToDictionary();
        derived[ReproductionCell.KeyOf("Prescribed", DiagnosisTables.AllFamilies)].ShouldBe(0.5, 1e-12);
        derived[ReproductionCell.KeyOf("Prescribed", DiagnosisTables.Predicted)].ShouldBe(0.5);
        derived.Keys.ShouldNotContain(ReproductionCell.KeyOf("Continued", DiagnosisTables.Degraded));
        s_remedies.Claims.Select(claim => claim.Worse).ShouldBe(
            ["MAML", "Continued", "MoreTraining", "XMRL-Poor", "XMRL-Pruned", "XMRL-Weighted"]);
    }
}
