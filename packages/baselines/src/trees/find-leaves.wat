;; Finds the leaf that each row reaches, four rows at a time: while one waits for memory, the others go on. Nothing branches on
;; which way a row goes, which no processor can foresee. Places and sizes are in bytes.
;;
;; A node is four numbers: where its feature is in a row, its threshold, where its left child is (the right one follows), and
;; its number in the tree. At a leaf the threshold is NaN, which no value reaches, and the left child the leaf itself.
(module
  (memory (import "trees" "memory") 1)

  ;; Writes the number of each row's leaf to `leaves`, up to three more than there are rows.
  (func (export "findLeaves")
    (param $nodes i32) (param $rows i32) (param $rowSize i32) (param $end i32) (param $leaves i32)
    (local $a i32) (local $rowA i32) (local $fromA i32)
    (local $b i32) (local $rowB i32) (local $fromB i32)
    (local $c i32) (local $rowC i32) (local $fromC i32)
    (local $d i32) (local $rowD i32) (local $fromD i32)
    (loop $nextRows
      (local.set $a (local.get $nodes))
      (local.set $rowA (local.get $rows))
      (local.set $b (local.get $nodes))
      (local.set $rowB (i32.add (local.get $rowA) (local.get $rowSize)))
      (local.set $c (local.get $nodes))
      (local.set $rowC (i32.add (local.get $rowB) (local.get $rowSize)))
      (local.set $d (local.get $nodes))
      (local.set $rowD (i32.add (local.get $rowC) (local.get $rowSize)))
      (loop $nextStep
        (local.set $fromA (local.get $a))
        (local.set $a
          (i32.add
            (i32.load offset=8 (local.get $a))
            (i32.shl
              (f32.ge
                (f32.load (i32.add (local.get $rowA) (i32.load (local.get $a))))
                (f32.load offset=4 (local.get $a)))
              (i32.const 4))))
        (local.set $fromB (local.get $b))
        (local.set $b
          (i32.add
            (i32.load offset=8 (local.get $b))
            (i32.shl
              (f32.ge
                (f32.load (i32.add (local.get $rowB) (i32.load (local.get $b))))
                (f32.load offset=4 (local.get $b)))
              (i32.const 4))))
        (local.set $fromC (local.get $c))
        (local.set $c
          (i32.add
            (i32.load offset=8 (local.get $c))
            (i32.shl
              (f32.ge
                (f32.load (i32.add (local.get $rowC) (i32.load (local.get $c))))
                (f32.load offset=4 (local.get $c)))
              (i32.const 4))))
        (local.set $fromD (local.get $d))
        (local.set $d
          (i32.add
            (i32.load offset=8 (local.get $d))
            (i32.shl
              (f32.ge
                (f32.load (i32.add (local.get $rowD) (i32.load (local.get $d))))
                (f32.load offset=4 (local.get $d)))
              (i32.const 4))))
        (br_if $nextStep (i32.ne (local.get $a) (local.get $fromA)))
        (br_if $nextStep (i32.ne (local.get $b) (local.get $fromB)))
        (br_if $nextStep (i32.ne (local.get $c) (local.get $fromC)))
        (br_if $nextStep (i32.ne (local.get $d) (local.get $fromD))))
      (i32.store (local.get $leaves) (i32.load offset=12 (local.get $a)))
      (i32.store offset=4 (local.get $leaves) (i32.load offset=12 (local.get $b)))
      (i32.store offset=8 (local.get $leaves) (i32.load offset=12 (local.get $c)))
      (i32.store offset=12 (local.get $leaves) (i32.load offset=12 (local.get $d)))
      (local.set $leaves (i32.add (local.get $leaves) (i32.const 16)))
      (local.set $rows (i32.add (local.get $rowD) (local.get $rowSize)))
      (br_if $nextRows (i32.lt_u (local.get $rows) (local.get $end))))))
