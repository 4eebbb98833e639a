using Xmrl.Diagnosis.Decision;
using Xmrl.Reproduction;
using Xmrl.Studies;

namespace Xmrl.Offline.Tests.Study;

public sealed class HeldOutTableTests
{
    [Theory]
    [InlineData(1, nameof(Cause.RareKind), nameof(Cause.MisleadingTasks))]
    [InlineData(1, nameof(Cause.MisleadingTasks), nameof(Cause.Unclear), nameof(Cause.RareKind))]
    [InlineData(0, nameof(Cause.RareKind))]
    [InlineData(0, nameof(Cause.MisleadingTasks), nameof(Cause.Unclear))]
    [InlineData(0, nameof(Cause.NothingToRepair))]
    public void Values_TwoPlantedCauses_AreNamedWholeWhereBothAreAmongTheKinds(double whole, params string[] named)
    {
        Dictionary<string, double> values = HeldOutTable
            .Values([.. named.Select(Enum.Parse<Cause>)], [Cause.RareKind, Cause.MisleadingTasks])
            .ToDictionary(cell => cell.Column, cell => cell.Value, StringComparer.Ordinal);
        values[HeldOutTable.Whole].ShouldBe(whole);
        values.Where(cell => cell.Key != HeldOutTable.Whole).Sum(cell => cell.Value).ShouldBe(named.Distinct().Count());
    }

    [Fact]
    public void Cells_HaveAValueOfEveryCauseForEveryRow()
    {
        TableReproduction table = HeldOutTable.Create();
        string[] columns = [.. HeldOutTable.Values([Cause.RareKind], [Cause.RareKind]).Select(cell => cell.Column)];
        table.Cells.Select(cell => (cell.Row, cell.Column)).ShouldBe(
            from row in new[] { HeldOutTable.Drone, HeldOutTable.Plane, HeldOutTable.Cheetah } from column in columns select (row, column));
    }
}
