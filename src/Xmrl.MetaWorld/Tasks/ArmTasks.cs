using System.Collections.Immutable;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>The fifteen tasks of ML10, in the benchmark's order.</summary>
internal static class ArmTasks
{
    /// <summary>The ten that ML10 trains on.</summary>
    public static ImmutableArray<ArmTask> Training { get; } =
    [
        new Reach(), new Push(), new PickPlace(), new DoorOpen(), new DrawerClose(), new ButtonPressTopdown(), new PegInsertSide(),
        new WindowOpen(), new Sweep(), new Basketball(),
    ];

    /// <summary>The five that ML10 tests on.</summary>
    public static ImmutableArray<ArmTask> Test { get; } =
        [new DrawerOpen(), new DoorClose(), new ShelfPlace(), new SweepInto(), new LeverPull()];

    /// <summary>All of them: what the first parameter of a task of ML10 counts.</summary>
    public static ImmutableArray<ArmTask> All { get; } = [.. Training, .. Test];
}
