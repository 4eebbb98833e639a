using Xmrl.Reproduction.Papers;
using Xmrl.Studies.Mixing;

namespace Xmrl.Studies;

/// <summary>The tables that learn from stored episodes, and those that need a robot.</summary>
internal static class StoredTables
{
    /// <summary>The tables that come with Xmrl, these among them.</summary>
    public static ReproductionRegistry Registry { get; } = ReproductionRegistry.BuiltIn.With(
        BanditTables.Figure3(), BanditTables.QuestionB(), CheetahTable.Create(), ArcTable.Create(), HeldOutTable.Create(),
        MixingTable.Create());
}
