namespace Xmrl.Training.Configuration;

/// <summary>A record that is being filled, with the records whose keys stand among its own. All of them are copies, so that what they were
/// copied from stays as it is.</summary>
internal sealed class OpenedRecord
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly List<(RecordMember Member, object Record)> _chosen = [];

    /// <summary>Opens a record.</summary>
    /// <param name="record">The record, which is changed.</param>
    /// <param name="choose">From a member whose key names a record, and its present record, the record to fill.</param>
    internal OpenedRecord(object record, Func<RecordMember, object, object> choose) => Open(record, choose, isChosen: false);

    /// <summary>All keys, in order.</summary>
    internal IReadOnlyCollection<string> Keys => _slots.Keys;

    /// <summary>The records that keys named, with the members that name them.</summary>
    internal IReadOnlyList<(RecordMember Member, object Record)> Chosen => _chosen;

    /// <summary>Where a key's value goes; null for an unknown key.</summary>
    internal Slot? Find(string key) => _slots.TryGetValue(key, out Slot slot) ? slot : null;

    /// <summary>Members that must be present.</summary>
    internal IEnumerable<string> Required => _slots.Where(slot => slot.Value.Member.Required).Select(slot => slot.Key);

    private void Open(object record, Func<RecordMember, object, object> choose, bool isChosen)
    {
        foreach (RecordMember member in RecordSchema.Of(record.GetType()).Members)
        {
            if (!member.IsInlined && member.Choice is null)
            {
                Add(member.Key, new Slot(record, member, isChosen));
                continue;
            }

            object present = member.Property.GetValue(record)!;
            object inner = member.Choice is null ? present : choose(member, present);
            object copy = RecordSchema.Of(inner.GetType()).Clone(inner);
            member.Property.SetValue(record, copy);
            if (member.Choice is not null)
            {
                Add(member.Key, new Slot(record, member, isChosen));
                _chosen.Add((member, copy));
            }

            Open(copy, choose, isChosen || member.Choice is not null);
        }
    }

    private void Add(string key, Slot slot)
    {
        if (!_slots.TryAdd(key, slot))
        {
            throw new ArgumentException(
                $"The key {key} of {slot.Owner.GetType().Name} is also a key of {_slots[key].Owner.GetType().Name}, beside which it "
                    + $"stands.");
        }
    }

    /// <summary>A key's place.</summary>
    /// <param name="Owner">The record that has it.</param>
    /// <param name="Member">The member.</param>
    /// <param name="IsChosen">Whether it belongs to a record that another key named.</param>
    internal readonly record struct Slot(object Owner, RecordMember Member, bool IsChosen);
}
